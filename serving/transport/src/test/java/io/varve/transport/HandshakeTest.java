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
import io.varve.protocol.wire.Hello;
import io.varve.protocol.wire.Ping;
import io.varve.protocol.wire.Pong;
import io.varve.protocol.wire.Welcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private MemoryBroker broker;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        broker = MemoryBroker.start(MemoryBroker.config());
        client = RawClient.connectTo(broker.server.address());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        broker.close();
    }

    @Test
    void aClientIsToldWhoAnswersAndWhatTheLimitsAre() throws Exception {
        Welcome welcome = (Welcome) client.ask(
                CommandType.HELLO,
                Hello.newBuilder().setMinVersion(1).setMaxVersion(9).build());

        assertThat(welcome.getVersion()).isEqualTo(1);
        assertThat(welcome.getClusterId()).isEqualTo(broker.cluster.clusterId().toString());
        assertThat(welcome.getBrokerId()).isEqualTo(MemoryBroker.ID);
        assertThat(welcome.getMaxFrameBytes()).isEqualTo(8 << 20);
        assertThat(welcome.getMaxRecordBytes()).isEqualTo(1 << 20);
        assertThat(welcome.getMaxBatchBytes()).isEqualTo(4 << 20);
        assertThat(welcome.getProduceWindowBytes()).isEqualTo(1 << 20);
        assertThat(client.ask(CommandType.PING, Ping.getDefaultInstance())).isEqualTo(Pong.getDefaultInstance());
    }

    @Test
    void aClientOfAnotherVersionIsToldOursAndSentAway() throws Exception {
        int id = client.send(
                CommandType.HELLO,
                Hello.newBuilder().setMinVersion(2).setMaxVersion(3).build());

        Frame answer = client.receive();
        assertThat(answer.requestId()).isEqualTo(id);
        Error error = (Error) answer.message();
        assertThat(ErrorCode.of(error.getCode())).isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
        assertThat(error.getMessage()).isEqualTo("the client speaks versions 2 to 3, this broker 1");
        client.expectEnd();
    }

    @Test
    void aFrameOfAnotherVersionEndsTheConnection() throws Exception {
        byte[] frame = hello();
        frame[6] = 2;
        client.sendBytes(frame);

        assertThat(client.farewell()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
    }

    @Test
    void whoDoesntSayHelloFirstIsSentAway() throws Exception {
        client.send(CommandType.PING, Ping.getDefaultInstance());

        assertThat(client.farewell()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void whoSaysHelloTwiceIsRefusedAndMayGoOn() throws Exception {
        client.greet();

        Error error = client.refused(CommandType.HELLO, Hello.getDefaultInstance());

        assertThat(ErrorCode.of(error.getCode())).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(client.ask(CommandType.PING, Ping.getDefaultInstance())).isEqualTo(Pong.getDefaultInstance());
    }

    @Test
    void aClientOfAnotherProtocolIsToldSo() throws Exception {
        client.sendBytes("GET / HTTP/1.1\r\nHost: varve\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(client.farewell()).isEqualTo(ErrorCode.MALFORMED_FRAME);
    }

    @Test
    void aConnectionThatSaysNothingIsClosedAfterTheDeadline() throws Exception {
        TransportConfig impatient = new TransportConfig(
                "127.0.0.1", 0, "", 100, 1 << 20, 8 << 20, 16 << 20, Duration.ofMillis(50), Duration.ofMinutes(1));
        try (MemoryBroker other = MemoryBroker.start(impatient);
                RawClient silent = RawClient.connectTo(other.server.address())) {
            // Half of a hello is as good as none.
            silent.sendBytes(java.util.Arrays.copyOf(hello(), FrameCodec.HEADER_BYTES - 1));

            assertThat(silent.farewell()).isEqualTo(ErrorCode.TIMEOUT);
        }
    }

    @Test
    void aConnectionThatSendsNothingForLongIsClosed() throws Exception {
        TransportConfig impatient = new TransportConfig(
                "127.0.0.1", 0, "", 100, 1 << 20, 8 << 20, 16 << 20, Duration.ofSeconds(30), Duration.ofSeconds(1));
        try (MemoryBroker other = MemoryBroker.start(impatient);
                RawClient idle = other.connect()) {
            idle.expectEnd();
            Eventually.holds("it is forgotten", () -> other.server.counters().connections() == 0);
        }
    }

    @Test
    void aConnectionTooManyIsRefused() throws Exception {
        TransportConfig small = new TransportConfig(
                "127.0.0.1", 0, "", 1, 1 << 20, 8 << 20, 16 << 20, Duration.ofSeconds(30), Duration.ofMinutes(1));
        try (MemoryBroker other = MemoryBroker.start(small);
                RawClient first = other.connect();
                RawClient second = RawClient.connectTo(other.server.address())) {
            assertThat(second.farewell()).isEqualTo(ErrorCode.BUSY);
            assertThat(first.ask(CommandType.PING, Ping.getDefaultInstance())).isEqualTo(Pong.getDefaultInstance());
        }
    }

    private static byte[] hello() {
        return RawClient.bytes(
                CommandType.HELLO,
                1,
                Hello.newBuilder().setMinVersion(1).setMaxVersion(1).build(),
                Unpooled.EMPTY_BUFFER);
    }
}
