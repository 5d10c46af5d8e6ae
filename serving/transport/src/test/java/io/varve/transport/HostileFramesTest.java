/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.frame.FrameCodec;
import io.varve.protocol.wire.Error;
import io.varve.protocol.wire.GetTopic;
import io.varve.protocol.wire.Ping;
import io.varve.protocol.wire.Pong;
import io.varve.protocol.wire.TopicInfo;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostileFramesTest {
    private static MemoryBroker broker;
    private RawClient client;

    @BeforeAll
    static void start() throws Exception {
        broker = MemoryBroker.start(MemoryBroker.config());
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @BeforeEach
    void connect() throws Exception {
        client = broker.connect();
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
    }

    @Test
    void aFrameMayComeInPiecesOfOneByte() throws Exception {
        for (byte one : ping(77)) {
            client.sendBytes(new byte[] {one});
        }

        Frame answer = client.receive();
        assertThat(answer.requestId()).isEqualTo(77);
        assertThat(answer.message()).isEqualTo(Pong.getDefaultInstance());
    }

    @Test
    void anUnknownCommandIsAnsweredAndTheConnectionGoesOn() throws Exception {
        byte[] frame = ping(5);
        frame[7] = (byte) 200;
        client.sendBytes(repaired(frame));

        Error error = client.receiveError();
        assertThat(ErrorCode.of(error.getCode())).isEqualTo(ErrorCode.UNKNOWN_COMMAND);
        assertThat(error.getMessage()).contains("200");
        expectAlive();
    }

    @Test
    void aCommandThatCantBeDecodedIsAnsweredAndTheConnectionGoesOn() throws Exception {
        byte[] frame = RawClient.bytes(
                CommandType.GET_TOPIC,
                6,
                GetTopic.newBuilder().setTopic("orders").build(),
                Unpooled.EMPTY_BUFFER);
        frame[FrameCodec.HEADER_BYTES + 1] = 100;
        client.sendBytes(repaired(frame));

        expectError(ErrorCode.INVALID_ARGUMENT, 6, client.receive());
        expectAlive();
    }

    @Test
    void aPayloadWhereNoneBelongsIsRefused() throws Exception {
        byte[] ping = ping(8);
        byte[] frame = java.util.Arrays.copyOf(ping, ping.length + 3);
        ByteBuffer.wrap(frame).putInt(0, frame.length - 4);
        client.sendBytes(repaired(frame));

        expectError(ErrorCode.INVALID_ARGUMENT, 8, client.receive());
        expectAlive();
    }

    @Test
    void aWrongChecksumEndsTheConnection() throws Exception {
        byte[] frame = ping(9);
        frame[20] ^= 1;
        client.sendBytes(frame);

        assertThat(client.farewell()).isEqualTo(ErrorCode.MALFORMED_FRAME);
    }

    @Test
    void aLengthOverTheLimitEndsTheConnectionBeforeItsBytesCome() throws Exception {
        byte[] frame = ping(10);
        ByteBuffer.wrap(frame).putInt(0, FrameCodec.MAX_FRAME_BYTES);
        client.sendBytes(frame);

        assertThat(client.farewell()).isEqualTo(ErrorCode.MALFORMED_FRAME);
    }

    @Test
    void anAnswerFromAClientEndsTheConnection() throws Exception {
        byte[] frame = ping(11);
        frame[9] = 1;
        client.sendBytes(repaired(frame));

        assertThat(client.farewell()).isEqualTo(ErrorCode.MALFORMED_FRAME);
    }

    @Test
    void garbageAfterGoodFramesEndsTheConnectionWhenItComes() throws Exception {
        client.sendBytes(ping(12));
        client.sendBytes(new byte[100]);

        assertThat(client.receive().requestId()).isEqualTo(12);
        assertThat(client.farewell()).isEqualTo(ErrorCode.MALFORMED_FRAME);
    }

    @Test
    void aClientThatLeavesInTheMiddleOfAFrameLeavesNothingBehind() throws Exception {
        client.sendBytes(java.util.Arrays.copyOf(ping(13), 20));
        client.close();

        Eventually.holds("it is forgotten", () -> broker.server.counters().connections() == 0);
        client = broker.connect();
        assertThat(broker.server.budget().takenBytes()).isZero();
    }

    @Test
    void badNamesAreRefusedWithTheRuleTheyBreak() throws Exception {
        Error error = client.refused(
                CommandType.GET_TOPIC, GetTopic.newBuilder().setTopic("a b").build());

        assertThat(ErrorCode.of(error.getCode())).isEqualTo(ErrorCode.INVALID_NAME);
        assertThat(error.getMessage()).contains("'a b'");
        TopicInfo unused = client.createTopic("named", 1);
    }

    private void expectAlive() throws Exception {
        assertThat(client.ask(CommandType.PING, Ping.getDefaultInstance())).isEqualTo(Pong.getDefaultInstance());
    }

    private static void expectError(ErrorCode code, int requestId, Frame answer) {
        assertThat(answer.isError()).isTrue();
        assertThat(answer.requestId()).isEqualTo(requestId);
        assertThat(ErrorCode.of(((Error) answer.message()).getCode())).isEqualTo(code);
    }

    private static byte[] ping(int id) {
        return RawClient.bytes(CommandType.PING, id, Ping.getDefaultInstance(), Unpooled.EMPTY_BUFFER);
    }

    /** The frame with the checksum that its bytes have now. */
    private static byte[] repaired(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        CRC32C crc = new CRC32C();
        crc.update(frame, 4, 16);
        crc.update(frame, FrameCodec.HEADER_BYTES, bytes.getInt(16));
        bytes.putInt(20, (int) crc.getValue());
        return frame;
    }
}
