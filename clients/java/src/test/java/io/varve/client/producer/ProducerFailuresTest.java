/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import static io.varve.client.producer.ProducerTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.client.fake.Fault;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import io.varve.protocol.batch.Record;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProducerFailuresTest {
    private final FakeCluster cluster = new FakeCluster(2);
    private final VarveClient client = cluster.client(Duration.ofMillis(500));

    @AfterEach
    void close() {
        client.close(Duration.ofMillis(100));
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void storesEachRecordOnceAndInOrderWhateverHappensToItsConnection(long seed) {
        cluster.topic("orders", 3);
        Random random = new Random(seed);
        List<CompletableFuture<RecordPosition>> positions = new ArrayList<>();
        try (Producer<String> producer = client.newProducer(Schema.string())
                .topic("orders")
                .batchBytes(600)
                .create()) {
            cluster.rule(CommandType.PRODUCE, (broker, request) -> switch (random.nextInt(60)) {
                case 0 -> Fault.CUT;
                case 1 -> Fault.APPLY_AND_CUT;
                case 2 -> Fault.error(ErrorCode.BUSY);
                case 3 -> Fault.error(ErrorCode.UNAVAILABLE);
                case 4 -> Fault.error(ErrorCode.UNKNOWN_OUTCOME);
                default -> Fault.NONE;
            });
            for (int i = 0; i < 6_000; i++) {
                positions.add(producer.send(ProducerRecord.of("" + i).partition(i % 3)));
                if (i % 1_500 == 700) {
                    cluster.move("orders", i % 3, random.nextInt(2));
                }
            }
        }
        for (int partition = 0; partition < 3; partition++) {
            List<Record> stored = cluster.records("orders", partition);
            assertThat(stored).as("seed %s", seed).hasSize(2_000);
            for (int i = 0; i < 2_000; i++) {
                assertThat(text(stored.get(i))).as("seed %s", seed).isEqualTo("" + (i * 3 + partition));
                assertThat(positions.get(i * 3 + partition).join().offset()).isEqualTo(i);
            }
        }
    }

    @Test
    void sendsABatchAgainWhoseAnswerIsLostAndGetsItsOldOffset() {
        cluster.topic("orders", 1);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            cluster.rule(CommandType.PRODUCE, Fault.Rule.first(1, Fault.APPLY_AND_FORGET));
            assertThat(producer.send("first").join().offset()).isZero();
            assertThat(producer.send("second").join().offset()).isEqualTo(1);
        }
        assertThat(cluster.records("orders", 0)).hasSize(2);
        assertThat(cluster.count(CommandType.PRODUCE)).isEqualTo(3);
    }

    @Test
    void followsTheOwnerThatARefusalNames() {
        cluster.topic("orders", 1);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            producer.send("first").join();
            int lookups = cluster.count(CommandType.GET_TOPIC);
            cluster.move("orders", 0, 1);
            assertThat(producer.send("second").join().offset()).isEqualTo(1);
            assertThat(cluster.count(CommandType.GET_TOPIC)).isEqualTo(lookups);
        }
    }

    @Test
    void looksUpTheOwnerWhenItsBrokerIsGone() {
        cluster.topic("orders", 1);
        cluster.move("orders", 0, 1);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            producer.send("first").join();
            cluster.broker(1).stop();
            CompletableFuture<RecordPosition> second = producer.send("second");
            cluster.move("orders", 0, 0);
            assertThat(second.join().offset()).isEqualTo(1);
        }
    }

    @Test
    void failsWithUnknownOutcomeWhenItsTimeIsUpAndItMayHaveBeenStored() {
        cluster.topic("orders", 1);
        try (Producer<String> producer = client.newProducer(Schema.string())
                .topic("orders")
                .deliveryTimeout(Duration.ofMillis(200))
                .create()) {
            cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.IGNORE));
            assertCode(producer.send("lost"), ErrorCode.UNKNOWN_OUTCOME);
            cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.NONE));
            // It goes out once the lost request is given up; until then its own time may pass as well.
            CompletableFuture<RecordPosition> next = producer.send("next");
            while (next.handle((position, failure) -> failure != null).join()) {
                next = producer.send("next");
            }
            assertThat(next.join().offset()).isZero();
        }
    }

    @Test
    void failsWithTimeoutWhenItsTimeIsUpAndItWasNotStored() {
        cluster.topic("orders", 1);
        try (Producer<String> producer = client.newProducer(Schema.string())
                .topic("orders")
                .deliveryTimeout(Duration.ofSeconds(1))
                .create()) {
            // The pause outlasts the records' time, so that no attempt is under way when it is up.
            cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.error(ErrorCode.STORAGE_FULL, 10_000)));
            assertCode(producer.send("refused"), ErrorCode.TIMEOUT);
            cluster.broker(0).stop();
            cluster.broker(1).stop();
            assertCode(producer.send("unreachable"), ErrorCode.TIMEOUT);
            assertThat(producer.bufferedBytes()).isZero();
        }
    }

    @Test
    void goesOnWithANewIdentityAfterABatchFailedForGood() {
        cluster.topic("orders", 1);
        try (Producer<String> producer = client.newProducer(Schema.string())
                .topic("orders")
                .batchBytes(200)
                .create()) {
            producer.send("0").join();
            cluster.rule(CommandType.PRODUCE, Fault.Rule.first(1, Fault.error(ErrorCode.CORRUPT_BATCH)));
            List<CompletableFuture<RecordPosition>> sent = new ArrayList<>();
            sent.add(producer.send("refused"));
            for (int i = 1; i <= 50; i++) {
                sent.add(producer.send("" + i));
            }
            producer.flush();
            assertCode(sent.get(0), ErrorCode.CORRUPT_BATCH);
        }
        List<String> stored = cluster.records("orders", 0).stream()
                .map(ProducerFailuresTest::text)
                .toList();
        // Those that were in the refused batch are gone; the rest is there once and in order.
        assertThat(stored).startsWith("0").endsWith("50").doesNotHaveDuplicates();
        assertThat(stored.stream().map(Integer::valueOf).toList()).isSorted();
        assertThat(cluster.count(CommandType.INIT_PRODUCER)).isEqualTo(2);
    }

    @Test
    void withoutIdempotenceALostAnswerIsAnUnknownOutcomeAndIsNotSentAgain() {
        cluster.topic("orders", 1);
        try (Producer<String> producer = client.newProducer(Schema.string())
                .topic("orders")
                .idempotent(false)
                .create()) {
            cluster.rule(CommandType.PRODUCE, Fault.Rule.first(1, Fault.APPLY_AND_CUT));
            assertCode(producer.send("first"), ErrorCode.UNKNOWN_OUTCOME);
            assertThat(producer.send("second").join().offset()).isEqualTo(1);
        }
        assertThat(cluster.records("orders", 0)).hasSize(2);
    }

    @Test
    void withoutAcknowledgementsFindsAPartitionThatHasMoved() {
        cluster.topic("orders", 1);
        try (Producer<String> producer = client.newProducer(Schema.string())
                .topic("orders")
                .acks(Acks.NONE)
                .create()) {
            producer.send("first").join();
            cluster.move("orders", 0, 1);
            // Nobody says that these are lost.
            while (cluster.records("orders", 0).size() < 2) {
                assertThat(producer.send("more").join().offset()).isEqualTo(RecordPosition.UNKNOWN_OFFSET);
            }
        }
    }

    @Test
    void failsWhatWaitsForATopicThatWasDeletedAndGoesOnWhenItIsThereAgain() {
        cluster.topic("orders", 1);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            producer.send("first").join();
            client.admin().deleteTopic("orders");
            assertCode(producer.send("nowhere"), ErrorCode.TOPIC_NOT_FOUND);
            assertCode(producer.send("nowhere"), ErrorCode.TOPIC_NOT_FOUND);
            cluster.topic("orders", 1);
            assertThat(producer.send("again").join().offset()).isZero();
        }
    }

    @Test
    void aClientThatIsClosedWhileItsProducerIsBeingClosedFailsWhatIsNotDone() {
        cluster.topic("orders", 1);
        Producer<byte[]> producer = client.newProducer(Schema.bytes())
                .topic("orders")
                .batchBytes(1_000)
                .create();
        producer.send(new byte[1]).join();
        List<CompletableFuture<RecordPosition>> sent = new ArrayList<>();
        cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.HOLD));
        for (int i = 0; i < 20; i++) {
            sent.add(producer.send(new byte[800]));
        }
        CompletableFuture<Void> closing = producer.closeAsync(Duration.ofMinutes(1));
        client.close(Duration.ofMillis(50));
        assertThat(closing).isCompleted();
        assertThat(sent).allMatch(CompletableFuture::isDone);
        assertCode(sent.get(0), ErrorCode.UNKNOWN_OUTCOME);
        assertCode(sent.get(19), ErrorCode.CLOSED);
    }

    @Test
    void manyThreadsLoseAndDoubleNothing() throws InterruptedException {
        cluster.topic("orders", 4);
        Set<String> expected = new HashSet<>();
        List<Thread> threads = new ArrayList<>();
        Queue<CompletableFuture<RecordPosition>> positions = new ConcurrentLinkedQueue<>();
        // Room is waited for as long as a request may take: not the short time that other tests here want.
        try (VarveClient patient = cluster.client();
                Producer<String> producer = patient.newProducer(Schema.string())
                        .topic("orders")
                        .batchBytes(2_000)
                        .memoryBytes(20_000)
                        .create()) {
            for (int t = 0; t < 4; t++) {
                int thread = t;
                for (int i = 0; i < 2_000; i++) {
                    expected.add(thread + ":" + i);
                }
                threads.add(new Thread(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        positions.add(producer.send(thread + ":" + i));
                    }
                }));
            }
            cluster.rule(CommandType.PRODUCE, Fault.Rule.first(3, Fault.APPLY_AND_CUT));
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(positions)
                .hasSize(8_000)
                .allSatisfy(position -> assertThat(position.join().offset()).isNotNegative());
        List<String> stored = new ArrayList<>();
        for (int partition = 0; partition < 4; partition++) {
            cluster.records("orders", partition).forEach(record -> stored.add(text(record)));
        }
        assertThat(stored).hasSize(8_000);
        assertThat(new HashSet<>(stored)).isEqualTo(expected);
    }

    private static String text(Record record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
