/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.wire.CreateTopic;
import io.varve.protocol.wire.Error;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.GetTopic;
import io.varve.protocol.wire.OpenReader;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.Produced;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Requests that are well framed and wrong: each is refused with a code and a message that names the thing, the value and the
 * limit, and what follows on its connection is served. Frames that are wrong themselves: {@link HostileFramesTest}.
 */
class BadInputTest {
    private static final int CRC_AT = 17;
    private static final int ATTRIBUTES_AT = 21;
    private static final BatchLimits GENEROUS = new BatchLimits(6 << 20, 7 << 20);

    private static MemoryBroker broker;
    private RawClient client;
    private ByteString topic;
    private String name;

    @BeforeAll
    static void start() throws Exception {
        broker = MemoryBroker.start(MemoryBroker.config());
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @BeforeEach
    void connect(TestInfo test) throws Exception {
        client = broker.connect();
        name = test.getTestMethod().orElseThrow().getName();
        topic = client.createTopic(name, 1).getTopicId();
    }

    @AfterEach
    void theConnectionServesWhatFollows() throws Exception {
        client.produce(topic, "good");
        assertThat(client.receive().message()).isInstanceOf(Produced.class);
        client.close();
    }

    @Test
    void aTopicThatDoesntExist() throws Exception {
        expect(
                ErrorCode.TOPIC_NOT_FOUND,
                "topic nothing doesn't exist",
                client.refused(
                        CommandType.GET_TOPIC,
                        GetTopic.newBuilder().setTopic("nothing").build()));
        expect(
                ErrorCode.TOPIC_NOT_FOUND,
                "a topic with id 00000000-0000-0000-0000-000000000000 doesn't exist",
                refusedBatch(ByteString.copyFrom(new byte[16]), RawClient.batch("x")));
        expect(
                ErrorCode.INVALID_ARGUMENT,
                "topic id has 3 bytes; it takes 16",
                refusedBatch(ByteString.copyFrom(new byte[3]), RawClient.batch("x")));
    }

    @Test
    void aNameOutsideTheGrammar() throws Exception {
        expect(
                ErrorCode.INVALID_NAME,
                "topic 'a b' has at 1 something else than a-z, A-Z, 0-9, '.', '_' and '-'",
                refusedTopic("a b"));
        expect(ErrorCode.INVALID_NAME, "topic '' has 0 characters; it takes 1 to 128", refusedTopic(""));
        expect(ErrorCode.INVALID_NAME, "has 129 characters; it takes 1 to 128", refusedTopic("n".repeat(129)));
        expect(ErrorCode.INVALID_NAME, "topic '__mine' is reserved", refusedTopic("__mine"));
        expect(ErrorCode.INVALID_NAME, "topic 'failed.dlq' is reserved", refusedTopic("failed.dlq"));
        expect(
                ErrorCode.INVALID_NAME,
                "topic 'a/b' is neither `topic` nor `tenant/namespace/topic`",
                refusedTopic("a/b"));
    }

    @Test
    void aRecordOverOneMebibyte() throws Exception {
        expect(
                ErrorCode.RECORD_TOO_LARGE,
                "record at byte 0 of the records has 1048577 bytes; the limit is 1048576",
                refusedBatch(topic, batch(1, (1 << 20) + 1 - 8)));
    }

    @Test
    void aBatchOverFourMebibytes() throws Exception {
        expect(
                ErrorCode.BATCH_TOO_LARGE,
                "batch has 5000116 bytes; the limit is 4194304",
                refusedBatch(topic, batch(5, 1_000_000)));
    }

    @Test
    void aBatchWhoseBytesChangedOnTheWay() throws Exception {
        ByteBuf batch = RawClient.batch("abc");
        batch.setByte(batch.writerIndex() - 2, 'X');

        expect(ErrorCode.CORRUPT_BATCH, "batch has the CRC ", refusedBatch(topic, batch));
    }

    @Test
    void aBatchThatWasCutOff() throws Exception {
        ByteBuf batch = RawClient.batch("abc");
        int whole = batch.readableBytes();
        batch.writerIndex(batch.writerIndex() - 1);
        expect(
                ErrorCode.CORRUPT_BATCH,
                "batch has " + whole + " bytes by its length; 61 is the least, " + (whole - 1) + " are there",
                refusedBatch(topic, batch));

        ByteBuf stump = RawClient.batch("abc");
        stump.writerIndex(stump.readerIndex() + 5);
        expect(ErrorCode.CORRUPT_BATCH, "batch has 5 bytes; its header alone has 61", refusedBatch(topic, stump));
    }

    @Test
    void aCodecThatNobodyKnows() throws Exception {
        ByteBuf batch = RawClient.batch("abc");
        batch.setShort(batch.readerIndex() + ATTRIBUTES_AT, 5);
        batch.setInt(batch.readerIndex() + CRC_AT, BatchHeader.computeCrc(batch, batch.readerIndex()));

        expect(
                ErrorCode.UNSUPPORTED_CODEC,
                "compression codec 5 is unknown; known are 0 (none) to 4 (zstd)",
                refusedBatch(topic, batch));
    }

    @Test
    void aMessageIdForSeveralRecordsOrTooLong() throws Exception {
        Produce produce =
                Produce.newBuilder().setTopicId(topic).setMessageId("id").build();
        expect(
                ErrorCode.INVALID_ARGUMENT,
                "a batch with a message id holds 2 records, allowed is 1",
                refusal(client.send(CommandType.PRODUCE, produce, batch(2, 10))));
        Produce tooLong = produce.toBuilder().setMessageId("ü".repeat(129)).build();
        expect(
                ErrorCode.INVALID_ARGUMENT,
                "message id has 258 bytes, allowed are 1 to 256",
                refusal(client.send(CommandType.PRODUCE, tooLong, RawClient.batch("x"))));
    }

    @Test
    void anOffsetOutsideTheLog() throws Exception {
        client.produce(topic, "only");
        client.receive();
        OpenReader open =
                OpenReader.newBuilder().setReaderId(1).setTopicId(topic).build();

        expect(
                ErrorCode.OFFSET_OUT_OF_RANGE,
                "offset 2 of " + name + "-0 is not between its first 0 and its next 1",
                client.refused(
                        CommandType.OPEN_READER, open.toBuilder().setOffset(2).build()));
        expect(
                ErrorCode.OFFSET_OUT_OF_RANGE,
                "offset -7 of " + name + "-0 is not between its first 0 and its next 1",
                client.refused(
                        CommandType.OPEN_READER, open.toBuilder().setOffset(-7).build()));
    }

    @Test
    void aPartitionThatTheTopicDoesntHave() throws Exception {
        int id = client.send(
                CommandType.PRODUCE,
                Produce.newBuilder().setTopicId(topic).setPartition(4).build(),
                RawClient.batch("x"));

        expect(ErrorCode.PARTITION_NOT_FOUND, "topic " + name + " has no partition 4, its last one is 0", refusal(id));
    }

    @Test
    void aQuestionThatNobodyKnows() throws Exception {
        expect(
                ErrorCode.INVALID_ARGUMENT,
                "offset query 77 is unknown",
                client.refused(
                        CommandType.FIND_OFFSET,
                        FindOffset.newBuilder()
                                .setTopicId(topic)
                                .setQueryValue(77)
                                .build()));
    }

    private Error refusedTopic(String bad) throws Exception {
        MessageLite create =
                CreateTopic.newBuilder().setTopic(bad).setPartitions(1).build();
        return client.refused(CommandType.CREATE_TOPIC, create);
    }

    private Error refusedBatch(ByteString topicId, ByteBuf batch) throws Exception {
        return refusal(client.send(
                CommandType.PRODUCE, Produce.newBuilder().setTopicId(topicId).build(), batch));
    }

    private Error refusal(int requestId) throws Exception {
        Frame answer = client.receive();
        assertThat(answer.requestId()).isEqualTo(requestId);
        assertThat(answer.message()).isInstanceOf(Error.class);
        return (Error) answer.message();
    }

    private static void expect(ErrorCode code, String message, Error error) {
        assertThat(ErrorCode.of(error.getCode())).isEqualTo(code);
        assertThat(error.getMessage()).contains(message);
    }

    /** Records without keys, of a batch that no client of ours would build. */
    private static ByteBuf batch(int records, int valueBytes) {
        try (BatchBuilder builder =
                new BatchBuilder(ByteBufAllocator.DEFAULT, Codec.NONE, GENEROUS.maxBatchBytes(), GENEROUS)) {
            for (int i = 0; i < records; i++) {
                assertThat(builder.append(1, null, new byte[valueBytes], List.of()))
                        .isTrue();
            }
            return builder.build();
        }
    }
}
