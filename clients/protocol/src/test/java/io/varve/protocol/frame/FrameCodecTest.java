/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.protocol.Golden;
import io.varve.protocol.checksum.Crc32c;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.BrokerAddress;
import io.varve.protocol.wire.CreateTopic;
import io.varve.protocol.wire.Error;
import io.varve.protocol.wire.Heartbeat;
import io.varve.protocol.wire.Hello;
import io.varve.protocol.wire.ListTopics;
import io.varve.protocol.wire.Ping;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.Produced;
import io.varve.protocol.wire.Records;
import io.varve.protocol.wire.Source;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {
    private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);
    private static final ByteString TOPIC_ID =
            ByteString.copyFrom(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});

    record GoldenFrame(String file, Frame frame) {
        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<GoldenFrame> golden() {
        return Stream.of(
                new GoldenFrame(
                        "frame-hello",
                        Frame.request(
                                CommandType.HELLO,
                                1,
                                Hello.newBuilder()
                                        .setMinVersion(1)
                                        .setMaxVersion(1)
                                        .setClientId("app-1")
                                        .setSoftware("golden 1.0")
                                        .build())),
                new GoldenFrame(
                        "frame-produce",
                        Frame.request(
                                CommandType.PRODUCE,
                                0xfedcba98,
                                Produce.newBuilder()
                                        .setTopicId(TOPIC_ID)
                                        .setPartition(3)
                                        .build(),
                                payload("not really a batch"))),
                new GoldenFrame(
                        "frame-produced",
                        Frame.response(
                                CommandType.PRODUCE,
                                0xfedcba98,
                                Produced.newBuilder()
                                        .setBaseOffset(1000)
                                        .setAppendMs(1_700_000_000_000L)
                                        .build())),
                new GoldenFrame(
                        "frame-error",
                        Frame.error(
                                CommandType.PRODUCE,
                                77,
                                Errors.of(ErrorCode.NOT_OWNER, "shard 5 is owned by b2").toBuilder()
                                        .setOwner(BrokerAddress.newBuilder()
                                                .setBrokerId("b2")
                                                .setHost("10.0.0.2")
                                                .setPort(7650))
                                        .build())),
                new GoldenFrame(
                        "frame-records",
                        Frame.push(
                                CommandType.RECORDS,
                                Records.newBuilder()
                                        .setReaderId(6)
                                        .setNextOffset(1004)
                                        .setConfirmedEnd(2000)
                                        .setSource(Source.SOURCE_OBJECT)
                                        .build(),
                                payload("batches"))));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void writesTheGoldenBytes(GoldenFrame golden) {
        assertThat(ByteBufUtil.hexDump(encode(golden.frame))).isEqualTo(ByteBufUtil.hexDump(Golden.read(golden.file)));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void readsTheGoldenBytes(GoldenFrame golden) {
        assertThat(decode(Golden.read(golden.file))).isEqualTo(golden.frame);
    }

    @ParameterizedTest
    @EnumSource(names = "CONNECTION", mode = EnumSource.Mode.EXCLUDE)
    void readsBackEveryRequestPushAndAnswer(CommandType type) throws Exception {
        MessageLite empty = type.parser().parseFrom(ByteString.EMPTY);
        ByteBuf payload = type.hasPayload() ? payload("p") : Unpooled.EMPTY_BUFFER;
        Frame frame = type.isPush() ? Frame.push(type, empty, payload) : Frame.request(type, 5, empty, payload);
        assertThat(decode(encode(frame))).isEqualTo(frame);
        if (type.isAnswered()) {
            Frame answer = Frame.response(type, -1, type.responseParser().parseFrom(ByteString.EMPTY));
            assertThat(decode(encode(answer))).isEqualTo(answer);
        }
        Frame error = Frame.error(type, 6, Errors.of(ErrorCode.BUSY, "later"));
        assertThat(decode(encode(error))).isEqualTo(error);
    }

    @Test
    void anErrorOfTheConnectionAnswersNoRequest() {
        Frame error = Frame.error(CommandType.CONNECTION, 0, Errors.of(ErrorCode.MALFORMED_FRAME, "no"));
        assertThat(decode(encode(error))).isEqualTo(error);
    }

    @Test
    void thePayloadIsNotCopiedOnEitherSide() {
        ByteBuf payload = PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(new byte[1000]);
        Frame frame = Frame.request(CommandType.PRODUCE, 1, Produce.getDefaultInstance(), payload);
        ByteBuf wire = FrameCodec.encode(PooledByteBufAllocator.DEFAULT, frame);
        Frame decoded = decode(wire);
        payload.setByte(500, 42);
        assertThat(decoded.payload().getByte(500)).isEqualTo((byte) 42);
        wire.release();
        assertThat(payload.refCnt()).isEqualTo(1);
        decoded.release();
        assertThat(payload.refCnt()).isZero();
    }

    @Test
    void theHeaderAloneLeavesThePayloadWithItsOwner() {
        Frame frame = Frame.request(CommandType.PRODUCE, 1, Produce.getDefaultInstance(), payload("abc"));
        ByteBuf head = unpooled(FrameCodec.encodeHeader(HEAP, frame));
        assertThat(frame.payload().refCnt()).isEqualTo(1);
        assertThat(frame.payload().readableBytes()).isEqualTo(3);
        FrameHeader header = header(head);
        assertThat(header.payloadBytes()).isEqualTo(3);
        assertThat(header.frameBytes()).isEqualTo(head.readableBytes() + 3);
    }

    @Test
    void waitsForTheWholeHeader() {
        ByteBuf frame = Golden.read("frame-produce");
        for (int i = 0; i < FrameCodec.HEADER_BYTES; i++) {
            assertThat(FrameCodec.header(frame.slice(0, i), FrameCodec.MAX_FRAME_BYTES))
                    .isNull();
        }
    }

    @Test
    void readsFramesThatFollowEachOther() {
        ByteBuf wire = Unpooled.buffer();
        wire.writeBytes(Golden.read("frame-hello")).writeBytes(Golden.read("frame-produce"));
        assertThat(decode(wire).type()).isEqualTo(CommandType.HELLO);
        assertThat(decode(wire).payload().toString(UTF_8)).isEqualTo("not really a batch");
        assertThat(wire.isReadable()).isFalse();
    }

    @Test
    void noBitOfHeaderOrCommandChangesUnseen() {
        byte[] golden = Golden.bytes("frame-produce");
        int covered = golden.length - "not really a batch".length();
        // The length comes first and is covered by nothing; it shows in the next frame's magic, or the payload's
        // checks.
        for (int bit = 4 * 8; bit < covered * 8; bit++) {
            byte[] changed = golden.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> decode(Unpooled.wrappedBuffer(changed)))
                    .isInstanceOfSatisfying(VarveException.class, e -> assertThat(e.code())
                            .isIn(ErrorCode.MALFORMED_FRAME, ErrorCode.UNSUPPORTED_VERSION));
        }
    }

    @Test
    void aWrongMagicVersionLengthOrReservedBitNamesValueAndLimit() {
        assertRefused(set("frame-hello", 4, 0x41), ErrorCode.MALFORMED_FRAME, "magic 4152", "5652");
        assertRefused(set("frame-hello", 6, 9), ErrorCode.UNSUPPORTED_VERSION, "version 9", "1 is spoken");
        assertRefused(set("frame-hello", 11, 1), ErrorCode.MALFORMED_FRAME, "reserved bits 0001");
        assertRefused(set("frame-hello", 9, 8), ErrorCode.MALFORMED_FRAME, "flags 0008");
        assertRefused(set("frame-hello", 9, 2), ErrorCode.MALFORMED_FRAME, "flags 0002");
        assertRefused(set("frame-hello", 9, 5), ErrorCode.MALFORMED_FRAME, "flags 0005");
        assertRefused(set("frame-hello", 0, 0xff), ErrorCode.MALFORMED_FRAME, "limit is 8388608");
        assertRefused(set("frame-hello", 3, 19), ErrorCode.MALFORMED_FRAME, "has 23 bytes");
        assertRefused(set("frame-hello", 16, 0xff), ErrorCode.MALFORMED_FRAME, "command of 4278190");
        assertRefused(set("frame-hello", 20, 0), ErrorCode.MALFORMED_FRAME, "CRC");
    }

    @Test
    void anUnknownCommandCanBeAnsweredAndTheNextFrameRead() {
        ByteBuf wire = Unpooled.buffer();
        wire.writeBytes(repaired(set("frame-produced", 7, 200).setByte(9, 0))).writeBytes(Golden.read("frame-hello"));
        FrameHeader header = header(wire);
        VarveException refused = assertThrows(VarveException.class, () -> FrameCodec.decode(header, wire));
        assertThat(refused.code()).isEqualTo(ErrorCode.UNKNOWN_COMMAND);
        assertThat(refused).hasMessageContaining("type 200");
        assertThat(header.type()).isNull();

        FrameHeader answer = header(unpooled(FrameCodec.encodeError(HEAP, header, Errors.of(refused))));
        assertThat(answer.requestId()).isEqualTo(0xfedcba98);
        assertThat(answer.typeNumber()).isEqualTo(200);
        assertThat(answer.isError()).isTrue();
        assertThat(decode(wire).type()).isEqualTo(CommandType.HELLO);
    }

    @Test
    void aCommandThatCantBeDecodedLeavesTheConnectionUsable() {
        ByteBuf wire = Unpooled.buffer();
        wire.writeBytes(repaired(set("frame-hello", 24, 0xff))).writeBytes(Golden.read("frame-hello"));
        FrameHeader header = header(wire);
        assertThatThrownBy(() -> FrameCodec.decode(header, wire))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("HELLO has a command of 23 bytes");
        assertThat(decode(wire).requestId()).isEqualTo(1);
    }

    /** The command is followed by other memory, as in a pool. */
    @Test
    void aLengthInACommandThatOverflowsIsRefusedAndNothingBehindTheCommandIsRead() {
        byte[] wholeOfHeld = {0x22, -1, -1, -1, -1, 0x07};
        byte[] topicIdInIt = {0x0a, 100};
        ByteBuf wire = Unpooled.directBuffer();
        try {
            wire.writeBytes(encode(Frame.request(CommandType.HEARTBEAT, 1, Heartbeat.getDefaultInstance())))
                    .writeBytes(wholeOfHeld)
                    .writeBytes(topicIdInIt)
                    .setInt(0, FrameCodec.HEADER_BYTES + 8 - 4)
                    .setInt(16, 8)
                    .writeZero(200);
            repaired(wire);
            FrameHeader header = header(wire);
            assertThatThrownBy(() -> FrameCodec.decode(header, wire))
                    .isInstanceOfSatisfying(
                            VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        } finally {
            wire.release();
        }
    }

    @Test
    void whatDoesntFitItsTypeIsAnInvalidArgument() {
        assertRefused(repaired(set("frame-records", 9, 0)), ErrorCode.INVALID_ARGUMENT, "RECORDS is only ever pushed");
        assertRefused(repaired(set("frame-hello", 9, 4)), ErrorCode.INVALID_ARGUMENT, "HELLO is never pushed");
        assertRefused(
                repaired(set("frame-produced", 7, 41)), ErrorCode.INVALID_ARGUMENT, "ADD_CREDIT is never answered");
        assertRefused(repaired(set("frame-produced", 7, 0)), ErrorCode.UNKNOWN_COMMAND, "type 0");
        assertRefused(
                repaired(set("frame-produce", 7, 1)), ErrorCode.INVALID_ARGUMENT, "HELLO has a payload of 18 bytes");
        assertRefused(
                repaired(set("frame-produce", 9, 1)), ErrorCode.INVALID_ARGUMENT, "PRODUCE has a payload of 18 bytes");
    }

    @Test
    void aCommandBeyondItsLimitIsNeitherSentNorParsed() {
        Frame frame = Frame.request(
                CommandType.LIST_TOPICS,
                1,
                ListTopics.newBuilder()
                        .setPrefix("x".repeat(FrameCodec.MAX_COMMAND_BYTES))
                        .build());
        assertThatThrownBy(() -> FrameCodec.encodeHeader(HEAP, frame))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048576");

        byte[] command = frame.message().toByteArray();
        ByteBuf wire = Unpooled.buffer();
        wire.writeBytes(Golden.read("frame-hello"), FrameCodec.HEADER_BYTES)
                .writeBytes(command)
                .setInt(0, FrameCodec.HEADER_BYTES - 4 + command.length)
                .setInt(16, command.length);
        assertRefused(repaired(wire), ErrorCode.INVALID_ARGUMENT, "1048580 bytes", "1048576");
    }

    @Test
    void aFrameBeyondItsLimitReleasesThePayload() {
        ByteBuf payload = PooledByteBufAllocator.DEFAULT
                .buffer(FrameCodec.MAX_FRAME_BYTES)
                .writeZero(FrameCodec.MAX_FRAME_BYTES);
        Frame frame = Frame.request(CommandType.PRODUCE, 1, Produce.getDefaultInstance(), payload);
        assertThatThrownBy(() -> FrameCodec.encode(HEAP, frame)).isInstanceOf(IllegalArgumentException.class);
        assertThat(payload.refCnt()).isZero();
    }

    @Test
    void randomChangesUnderARightCrcNeverDoMoreThanRefuse() {
        Random random = new Random(20260101);
        CreateTopic command =
                CreateTopic.newBuilder().setTopic("orders").setPartitions(4).build();
        ByteBuf valid = encode(Frame.request(CommandType.CREATE_TOPIC, 3, command));
        int decoded = 0;
        for (int i = 0; i < 20_000; i++) {
            ByteBuf changed = valid.copy();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed.setByte(7 + random.nextInt(changed.writerIndex() - 7), random.nextInt(256));
            }
            changed.setShort(10, 0);
            try {
                decode(repaired(changed)).release();
                decoded++;
            } catch (VarveException refused) {
                assertThat(refused.code())
                        .isIn(ErrorCode.MALFORMED_FRAME, ErrorCode.UNKNOWN_COMMAND, ErrorCode.INVALID_ARGUMENT);
            }
        }
        assertThat(decoded).isGreaterThan(1_000);
    }

    @Test
    void readsFromMemoryInSeveralParts() {
        byte[] golden = Golden.bytes("frame-produce");
        ByteBuf parts = Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(golden, 0, 30), Unpooled.wrappedBuffer(golden, 30, golden.length - 30));
        assertThat(decode(parts)).isEqualTo(decode(Golden.read("frame-produce")));
    }

    @Test
    void aFailureTravelsWithItsCodeAndAtMostAThousandCharacters() {
        VarveException failure = new VarveException(ErrorCode.BUSY, "x".repeat(5_000));
        VarveException arrived = Errors.toException(Errors.of(failure));
        assertThat(arrived.code()).isEqualTo(ErrorCode.BUSY);
        assertThat(arrived).hasMessage("x".repeat(Errors.MAX_MESSAGE_CHARS));
        assertThat(Errors.toException(
                        Error.newBuilder().setCode(999).setMessage("new").build()))
                .hasMessage("error 999: new")
                .extracting(VarveException::code)
                .isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void anEmptyCommandIsTwentyFourBytes() {
        assertThat(encode(Frame.request(CommandType.PING, 1, Ping.getDefaultInstance()))
                        .readableBytes())
                .isEqualTo(FrameCodec.HEADER_BYTES);
    }

    private static ByteBuf payload(String text) {
        return Unpooled.copiedBuffer(text, UTF_8);
    }

    /** The bytes of a frame, which keeps its payload, on the heap: they need no release. */
    private static ByteBuf encode(Frame frame) {
        frame.payload().retain();
        return unpooled(FrameCodec.encode(HEAP, frame));
    }

    private static ByteBuf unpooled(ByteBuf buf) {
        ByteBuf copy = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(buf));
        buf.release();
        return copy;
    }

    private static FrameHeader header(ByteBuf wire) {
        FrameHeader header = FrameCodec.header(wire, FrameCodec.MAX_FRAME_BYTES);
        assertThat(header).isNotNull();
        return header;
    }

    private static Frame decode(ByteBuf wire) {
        return FrameCodec.decode(header(wire), wire);
    }

    private static ByteBuf set(String golden, int index, int value) {
        return Golden.read(golden).setByte(index, value);
    }

    /** Gives a frame with a changed header or command the CRC that fits. */
    private static ByteBuf repaired(ByteBuf frame) {
        int command = (int) Math.min(frame.getUnsignedInt(16), frame.writerIndex() - FrameCodec.HEADER_BYTES);
        int crc = new Crc32c().update(frame, 4, 16).update(frame, 24, command).value();
        return frame.setInt(20, crc);
    }

    private static void assertRefused(ByteBuf frame, ErrorCode code, String... said) {
        assertThatThrownBy(() -> decode(frame))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(said);
    }
}
