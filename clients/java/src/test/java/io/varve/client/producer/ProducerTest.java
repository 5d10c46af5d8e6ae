/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.client.fake.Fault;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.batch.Record;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.partition.KeyPartitioner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ProducerTest {
    private final FakeCluster cluster = new FakeCluster(1);
    private final VarveClient client = cluster.client();
    private final List<CompletableFuture<RecordPosition>> sent = new ArrayList<>();

    @AfterEach
    void close() {
        client.close(Duration.ofSeconds(1));
        cluster.close();
    }

    @Test
    void storesRecordsOfOneThreadInOrderAndTellsWhere() {
        cluster.topic("orders", 1);
        List<CompletableFuture<RecordPosition>> positions = new ArrayList<>();
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            for (int i = 0; i < 20_000; i++) {
                positions.add(producer.send("record " + i));
            }
        }
        List<Record> stored = cluster.records("orders", 0);
        assertThat(stored).hasSize(20_000);
        for (int i = 0; i < 20_000; i++) {
            assertThat(text(stored.get(i))).isEqualTo("record " + i);
            assertThat(positions.get(i).join())
                    .isEqualTo(new RecordPosition("orders", 0, i, Instant.ofEpochMilli(1_000)));
        }
        assertThat(cluster.batches("orders", 0)).isLessThan(2_000);
    }

    @Test
    void keepsKeyHeadersEventTimeAndPartition() {
        cluster.topic("orders", 3);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            RecordPosition position = producer.send(ProducerRecord.of("paid")
                            .key("order-17")
                            .header("source", "shop")
                            .header("source", "again")
                            .eventTime(Instant.ofEpochMilli(12_345))
                            .partition(2))
                    .join();
            assertThat(position.partition()).isEqualTo(2);
        }
        Record record = cluster.records("orders", 2).get(0);
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("order-17");
        assertThat(record.timestamp()).isEqualTo(12_345);
        assertThat(record.headers())
                .extracting(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly("source=shop", "source=again");
    }

    @Test
    void sendsAnIdWithItsRecordAloneAndTellsWhenItWasStoredBefore() {
        cluster.topic("orders", 3);
        List<CompletableFuture<RecordPosition>> positions = new ArrayList<>();
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            for (int i = 0; i < 60; i++) {
                positions.add(producer.send(ProducerRecord.of("paid").messageId("id-" + i % 40)));
            }
            assertThatThrownBy(() -> ProducerRecord.of("paid").messageId("x".repeat(257)))
                    .hasMessageContaining("257")
                    .hasMessageContaining("256");
        }
        for (int i = 0; i < 60; i++) {
            RecordPosition position = positions.get(i).join();
            RecordPosition first = positions.get(i % 40).join();
            assertThat(position.duplicate()).isEqualTo(i >= 40);
            assertThat(position.offset()).isEqualTo(first.offset());
            assertThat(position.partition())
                    .isEqualTo(KeyPartitioner.partition(("id-" + i % 40).getBytes(StandardCharsets.UTF_8), 3));
        }
        List<Record> stored = cluster.records("orders", positions.get(0).join().partition());
        assertThat(stored.get(0).headers())
                .extracting(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly("varve-message-id=id-0");
    }

    @Test
    void sendsADeletionAsARecordWithoutValue() {
        cluster.topic("orders", 1);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            producer.send(ProducerRecord.deletion("k".getBytes(StandardCharsets.UTF_8)))
                    .join();
        }
        assertThat(cluster.records("orders", 0).get(0).value()).isNull();
    }

    @Test
    void putsAKeyWhereKafkasHashSays() {
        cluster.topic("orders", 7);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            for (int i = 0; i < 100; i++) {
                String key = "key-" + i;
                assertThat(producer.send(ProducerRecord.of("v").key(key)).join().partition())
                        .isEqualTo(KeyPartitioner.partition(key.getBytes(StandardCharsets.UTF_8), 7));
            }
        }
    }

    @Test
    void spreadsRecordsWithoutKeyOverAllPartitions() {
        cluster.topic("orders", 4);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            for (int i = 0; i < 40; i++) {
                producer.send("v").join();
            }
        }
        for (int partition = 0; partition < 4; partition++) {
            assertThat(cluster.records("orders", partition)).hasSize(10);
        }
    }

    @Test
    void asksACustomPartitioner() {
        cluster.topic("orders", 3);
        try (Producer<String> producer = client.newProducer(Schema.string())
                .topic("orders")
                .partitioner((key, value, partitions) -> value == null ? 0 : value.length % partitions)
                .create()) {
            assertThat(producer.send("abcd").join().partition()).isEqualTo(1);
            assertThat(producer.send("abcde").join().partition()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void storesWhatWasSentWithEveryCodec(Codec codec) {
        cluster.topic("orders", 1);
        try (Producer<String> producer = client.newProducer(Schema.string())
                .topic("orders")
                .compression(codec)
                .create()) {
            for (int i = 0; i < 1_000; i++) {
                sent.add(producer.send("the same again and again"));
            }
        }
        assertThat(cluster.records("orders", 0)).hasSize(1_000).allSatisfy(record -> assertThat(text(record))
                .isEqualTo("the same again and again"));
    }

    @Test
    void refusesAnOversizeRecordNamingSizeAndLimitAndSendsNothing() {
        cluster.topic("orders", 1);
        try (Producer<byte[]> producer =
                client.newProducer(Schema.bytes()).topic("orders").create()) {
            assertThatThrownBy(() -> producer.send(new byte[1 << 20]).join())
                    .cause()
                    .isInstanceOfSatisfying(VarveException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.RECORD_TOO_LARGE);
                        assertThat(failure).hasMessageContaining("1048585").hasMessageContaining("1048576");
                    });
            assertThat(producer.bufferedBytes()).isZero();
        }
        assertThat(cluster.count(CommandType.PRODUCE)).isZero();
    }

    @Test
    void sendsARecordOfExactlyTheLimitAmongOthers() {
        cluster.topic("orders", 1);
        try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                .topic("orders")
                .batchBytes(4 << 20)
                .create()) {
            sent.add(producer.send(new byte[10]));
            sent.add(producer.send(new byte[(1 << 20) - 9]));
            sent.add(producer.send(new byte[10]));
            producer.flush();
        }
        assertThat(cluster.records("orders", 0)).hasSize(3);
    }

    @Test
    void fillsABatchOfTheLargestSizeAndNoMore() {
        cluster.topic("orders", 1);
        try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                .topic("orders")
                .batchBytes(4 << 20)
                .create()) {
            // A new producer has one batch in flight until the first is acknowledged.
            sent.add(producer.send(new byte[1]));
            producer.flush();
            cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.HOLD));
            for (int inFlight = 1; inFlight <= 5; inFlight++) {
                sent.add(producer.send(new byte[1]));
                while (cluster.count(CommandType.PRODUCE) < 1 + inFlight) {
                    Thread.onSpinWait();
                }
            }
            // With the most that their lengths and times could take, four of them are just 4 MiB.
            for (int i = 0; i < 4; i++) {
                sent.add(producer.send(new byte[(1 << 20) - 26]));
            }
            cluster.release(CommandType.PRODUCE);
            producer.flush();
        }
        assertThat(sent).allSatisfy(position -> assertThat(position).isCompleted());
        assertThat(cluster.records("orders", 0)).hasSize(10);
    }

    @Test
    void whatASchemaOrAPartitionerThrowsFailsItsRecordOnly() {
        cluster.topic("orders", 1);
        Schema<String> picky = new Schema<>() {
            @Override
            public byte[] encode(String value) {
                if (value.isEmpty()) {
                    throw new IllegalStateException("nothing to encode");
                }
                return value.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public String decode(byte[] bytes) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        };
        try (Producer<String> producer = client.newProducer(picky)
                .topic("orders")
                .partitioner((key, value, partitions) -> value == null ? 0 : 3 / (value.length - 1))
                .create()) {
            assertCode(producer.send(""), ErrorCode.INVALID_ARGUMENT);
            assertCode(producer.send("a"), ErrorCode.INVALID_ARGUMENT);
            assertCode(producer.send(ProducerRecord.of("ab").eventTime(Instant.MAX)), ErrorCode.INVALID_ARGUMENT);
            assertThat(producer.bufferedBytes()).isZero();
            assertThat(producer.send("abcde").join().offset()).isZero();
        }
    }

    @Test
    void manyRecordsWithoutKeyFillOnePartitionsBatchAfterTheOther() {
        cluster.topic("orders", 4);
        try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                .topic("orders")
                .batchBytes(10_000)
                .create()) {
            cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.HOLD));
            for (int i = 0; i < 4_000; i++) {
                sent.add(producer.send(new byte[100]));
            }
            cluster.release(CommandType.PRODUCE);
        }
        int batches = 0;
        for (int partition = 0; partition < 4; partition++) {
            assertThat(cluster.records("orders", partition)).hasSizeBetween(500, 1_500);
            batches += cluster.batches("orders", partition);
        }
        // 84 of them fit; before the windows were full some batches went out with less.
        assertThat(batches).isBetween(4_000 / 84, 4_000 / 84 + 4 * 5 + 4);
    }

    @Test
    void refusesPartitionsThatAreNotThere() {
        cluster.topic("orders", 2);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            assertCode(producer.send(ProducerRecord.of("v").partition(2)), ErrorCode.PARTITION_NOT_FOUND);
            assertCode(producer.send(ProducerRecord.of("v").partition(-1)), ErrorCode.PARTITION_NOT_FOUND);
            assertCode(
                    producer.send(ProducerRecord.of("v").eventTime(Instant.ofEpochMilli(-1))),
                    ErrorCode.INVALID_ARGUMENT);
        }
    }

    @Test
    void isNotCreatedForATopicThatIsNotThere() {
        assertThatThrownBy(() ->
                        client.newProducer(Schema.string()).topic("nowhere").create())
                .isInstanceOfSatisfying(VarveException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.TOPIC_NOT_FOUND));
        assertThatThrownBy(
                        () -> client.newProducer(Schema.string()).topic("a b").create())
                .isInstanceOfSatisfying(VarveException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.INVALID_NAME));
    }

    @Test
    void withoutAcknowledgementsSucceedsWhenTheSocketTookIt() {
        cluster.topic("orders", 1);
        try (Producer<String> producer = client.newProducer(Schema.string())
                .topic("orders")
                .acks(Acks.NONE)
                .create()) {
            for (int i = 0; i < 100; i++) {
                assertThat(producer.send("v" + i).join().offset()).isEqualTo(RecordPosition.UNKNOWN_OFFSET);
            }
            // What is asked after them on the same connection is answered after them.
            client.admin().describeTopic("orders");
        }
        assertThat(cluster.records("orders", 0)).hasSize(100);
        assertThat(cluster.count(CommandType.INIT_PRODUCER)).isZero();
    }

    @Test
    void failsAtTheMemoryLimitWhenToldTo() {
        cluster.topic("orders", 1);
        try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                .topic("orders")
                .batchBytes(10_000)
                .memoryBytes(100_000)
                .whenFull(WhenFull.FAIL)
                .create()) {
            cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.HOLD));
            for (int i = 0; i < 200; i++) {
                sent.add(producer.send(new byte[1_000]));
            }
            assertThat(producer.bufferedBytes()).isBetween(90_000, 100_000);
            // The objects around a record count too.
            assertThat(sent.stream().filter(CompletableFuture::isCompletedExceptionally))
                    .hasSizeBetween(112, 118);
            assertCode(sent.get(199), ErrorCode.BUSY);
            cluster.release(CommandType.PRODUCE);
            producer.flush();
            assertThat(producer.bufferedBytes()).isZero();
            assertThat(producer.send(new byte[1_000]).join().offset()).isPositive();
        }
    }

    @Test
    void blocksAtTheMemoryLimitUntilThereIsRoom() {
        cluster.topic("orders", 1);
        try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                .topic("orders")
                .batchBytes(10_000)
                .memoryBytes(50_000)
                .create()) {
            cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.HOLD));
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 500; i++) {
                    sent.add(producer.send(new byte[1_000]));
                }
            });
            while (producer.bufferedBytes() < 48_000) {
                Thread.onSpinWait();
            }
            assertThat(sender).isNotDone();
            cluster.release(CommandType.PRODUCE);
            sender.join();
            producer.flush();
        }
        assertThat(cluster.records("orders", 0)).hasSize(500);
    }

    @Test
    void keepsWithinTheBrokersWindow() {
        cluster.topic("orders", 8);
        try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                .topic("orders")
                .batchBytes(300_000)
                .create()) {
            for (int partition = 0; partition < 8; partition++) {
                sent.add(producer.send(ProducerRecord.of(new byte[1]).partition(partition)));
            }
            producer.flush();
            cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.HOLD));
            for (int i = 0; i < 100; i++) {
                sent.add(producer.send(ProducerRecord.of(new byte[200_000]).partition(i % 8)));
            }
            while (cluster.count(CommandType.PRODUCE) < 8 + 10) {
                Thread.onSpinWait();
            }
            cluster.release(CommandType.PRODUCE);
        }
        assertThat(cluster.mostUnansweredBytes()).isBetween(2_000_000L, 2L << 20);
        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
    }

    @Test
    void aFlushIsDoneOnlyAfterTheFuturesOfItsRecords() {
        cluster.topic("orders", 1);
        cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.HOLD));
        CompletableFuture<Void> flushed = new CompletableFuture<>();
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            CompletableFuture<Boolean> tooEarly = producer.send("a").thenApply(position -> flushed.isDone());
            CompletableFuture<Void> told = producer.flushAsync().thenAccept(flushed::complete);
            cluster.release(CommandType.PRODUCE);
            assertThat(tooEarly.join()).isFalse();
            told.join();
        }
    }

    @Test
    void flushReturnsWhenAllIsDoneAndCloseFailsWhatComesLater() {
        cluster.topic("orders", 1);
        Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create();
        CompletableFuture<RecordPosition> first = producer.send("v");
        producer.flush();
        assertThat(first).isCompleted();
        producer.close();
        assertCode(producer.send("late"), ErrorCode.CLOSED);
        producer.close();
    }

    @Test
    void closeFailsWhatIsNotDoneInTime() {
        cluster.topic("orders", 1);
        Producer<byte[]> producer = client.newProducer(Schema.bytes())
                .topic("orders")
                .batchBytes(1_000)
                .create();
        producer.send(new byte[1]).join();
        cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.HOLD));
        for (int i = 0; i < 20; i++) {
            sent.add(producer.send(new byte[800]));
        }
        producer.close(Duration.ofMillis(50));
        assertCode(sent.get(0), ErrorCode.UNKNOWN_OUTCOME);
        assertCode(sent.get(4), ErrorCode.UNKNOWN_OUTCOME);
        assertCode(sent.get(19), ErrorCode.CLOSED);
        assertThat(producer.bufferedBytes()).isZero();
    }

    @Test
    void aClosedClientClosesItsProducers() {
        cluster.topic("orders", 1);
        Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create();
        CompletableFuture<RecordPosition> sent = producer.send("v");
        client.close();
        assertThat(sent.join().offset()).isZero();
        assertCode(producer.send("late"), ErrorCode.CLOSED);
    }

    @Test
    void aCallbackMayNotWaitOnTheClientsOwnThread() {
        cluster.topic("orders", 1);
        // Else the answer may be there before the callback is, which then runs on this thread.
        cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.HOLD));
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            CompletableFuture<Void> waits = producer.send("v").thenAccept(position -> {
                sent.add(producer.send("more"));
                producer.flush();
            });
            cluster.release(CommandType.PRODUCE);
            assertThatThrownBy(waits::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .hasMessageContaining("asynchronous twin");
        }
    }

    private static String text(Record record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    static void assertCode(CompletableFuture<?> future, ErrorCode code) {
        assertThatThrownBy(future::join).cause().isInstanceOfSatisfying(VarveException.class, failure -> assertThat(
                        failure.code())
                .isEqualTo(code));
    }
}
