/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.wire.Acks;
import io.varve.protocol.wire.AddCredit;
import io.varve.protocol.wire.CloseReader;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.Error;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.OffsetQuery;
import io.varve.protocol.wire.OpenReader;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.Produced;
import io.varve.protocol.wire.ReaderOpened;
import io.varve.protocol.wire.Records;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProduceAndReadTest {
    private MemoryBroker broker;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        broker = MemoryBroker.start(MemoryBroker.config());
        client = broker.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        broker.close();
    }

    @Test
    void batchesAreStoredAndAnsweredInTheOrderTheyWereSent() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        int first = client.produce(topic, "a");
        for (int i = 1; i < 100; i++) {
            client.produce(topic, "b");
        }

        for (int i = 0; i < 100; i++) {
            Frame answer = client.receive();
            assertThat(answer.requestId()).isEqualTo(first + i);
            assertThat(((Produced) answer.message()).getBaseOffset()).isEqualTo(i);
        }
    }

    @Test
    void aTopicThatIsLookedUpHoldsBackWhatFollowsIt() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        client.produce(topic, "first");
        client.receive();
        // News of the topic's own creation may have made the broker forget what it looked up for the first; not for
        // this one.
        client.produce(topic, "second");
        client.receive();
        try (RawClient other = broker.connect()) {
            // An unknown id takes a look at the metadata store, which doesn't answer now.
            broker.metadata.holdReplies();
            int missing = other.produce(ByteString.copyFrom(new byte[16]), "x");
            int held = other.produce(topic, "y");
            client.produce(topic, "z");
            assertThat(((Produced) client.receive().message()).getBaseOffset()).isEqualTo(2);
            broker.metadata.releaseReplies();

            Frame refused = other.receive();
            assertThat(refused.requestId()).isEqualTo(missing);
            assertThat(code(refused)).isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
            Frame answer = other.receive();
            assertThat(answer.requestId()).isEqualTo(held);
            assertThat(((Produced) answer.message()).getBaseOffset()).isEqualTo(3);
        }
    }

    @Test
    void aBrokenBatchIsRefusedAndTheNextOneIsStored() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        ByteBuf broken = RawClient.batch("abc");
        broken.setByte(broken.writerIndex() - 2, 'X');
        client.send(CommandType.PRODUCE, Produce.newBuilder().setTopicId(topic).build(), broken);
        client.produce(topic, "abc");

        assertThat(code(client.receive())).isEqualTo(ErrorCode.CORRUPT_BATCH);
        assertThat(((Produced) client.receive().message()).getBaseOffset()).isZero();
    }

    @Test
    void aPartitionThatTheTopicDoesntHaveIsRefused() throws Exception {
        ByteString topic = client.createTopic("orders", 2).getTopicId();
        client.send(
                CommandType.PRODUCE,
                Produce.newBuilder().setTopicId(topic).setPartition(2).build(),
                RawClient.batch("abc"));

        assertThat(code(client.receive())).isEqualTo(ErrorCode.PARTITION_NOT_FOUND);
    }

    @Test
    void withoutAcknowledgementNothingIsAnsweredNotEvenARefusal() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        Produce silent =
                Produce.newBuilder().setTopicId(topic).setAcks(Acks.ACKS_NONE).build();
        client.send(CommandType.PRODUCE, silent, RawClient.batch("abc"));
        client.send(CommandType.PRODUCE, silent.toBuilder().setPartition(9).build(), RawClient.batch("abc"));
        client.produce(topic, "abc");

        Produced answer = (Produced) client.receive().message();
        assertThat(answer.getBaseOffset()).isEqualTo(1);
        Eventually.holds("nothing is held", () -> broker.server.budget().takenBytes() == 0);
    }

    @Test
    void aReaderIsPushedWhatIsStoredAndWhatFollowsWhileItHasCredit() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        client.produce(topic, "one");
        client.receive();
        ReaderOpened opened = (ReaderOpened) client.ask(
                CommandType.OPEN_READER,
                OpenReader.newBuilder()
                        .setReaderId(4)
                        .setTopicId(topic)
                        .setCreditBytes(1)
                        .build());
        assertThat(opened.getNextOffset()).isEqualTo(1);

        Frame pushed = client.receive();
        Records records = (Records) pushed.message();
        assertThat(records.getReaderId()).isEqualTo(4);
        assertThat(records.getNextOffset()).isEqualTo(1);
        assertThat(BatchHeader.baseOffset(pushed.payload(), pushed.payload().readerIndex()))
                .isZero();

        // The credit is used up: the next one waits for more.
        client.produce(topic, "two");
        assertThat(client.receive().type()).isEqualTo(CommandType.PRODUCE);
        client.send(
                CommandType.ADD_CREDIT,
                AddCredit.newBuilder().setReaderId(4).setBytes(1000).build());
        assertThat(((Records) client.receive().message()).getNextOffset()).isEqualTo(2);
        assertThat(client.ask(
                        CommandType.CLOSE_READER,
                        CloseReader.newBuilder().setReaderId(4).build()))
                .isEqualTo(Done.getDefaultInstance());
    }

    @Test
    void aReaderIdInUseIsRefused() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        OpenReader open =
                OpenReader.newBuilder().setReaderId(1).setTopicId(topic).build();
        client.ask(CommandType.OPEN_READER, open);

        Error error = client.refused(CommandType.OPEN_READER, open);

        assertThat(ErrorCode.of(error.getCode())).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        client.ask(
                CommandType.CLOSE_READER,
                CloseReader.newBuilder().setReaderId(1).build());
        client.ask(CommandType.OPEN_READER, open);
    }

    @Test
    void anOffsetOutsideTheLogIsRefusedAndItsReaderIdIsFreeAgain() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        OpenReader open =
                OpenReader.newBuilder().setReaderId(1).setTopicId(topic).build();

        Error error = client.refused(
                CommandType.OPEN_READER, open.toBuilder().setOffset(5).build());

        assertThat(ErrorCode.of(error.getCode())).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
        client.ask(CommandType.OPEN_READER, open);
    }

    @Test
    void offsetsAreFound() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        client.produce(topic, "one");
        client.receive();

        OffsetFound latest = (OffsetFound) client.ask(
                CommandType.FIND_OFFSET,
                FindOffset.newBuilder()
                        .setTopicId(topic)
                        .setQuery(OffsetQuery.OFFSET_LATEST)
                        .build());

        assertThat(latest.getOffset()).isEqualTo(1);
        assertThat(latest.getFirstOffset()).isZero();
    }

    private static ErrorCode code(Frame answer) {
        return answer.isError() ? ErrorCode.of(((Error) answer.message()).getCode()) : ErrorCode.INTERNAL;
    }
}
