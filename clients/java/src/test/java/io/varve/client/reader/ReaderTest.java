/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.client.fake.Fault;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReaderTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final FakeCluster cluster = new FakeCluster(2);
    private final VarveClient client = cluster.client(Duration.ofMillis(800));

    @AfterEach
    void close() {
        client.close(Duration.ofMillis(100));
        cluster.close();
    }

    @Test
    void readsAPartitionFromItsFirstRecordOn() {
        cluster.topic("orders", 1);
        fill("orders", 0, 0, 1_000, 10);
        try (Reader<String> reader = open(StartPosition.earliest())) {
            List<ReceivedRecord<String>> records = read(reader, 1_000);
            for (int i = 0; i < 1_000; i++) {
                assertThat(records.get(i).offset()).isEqualTo(i);
                assertThat(records.get(i).value()).isEqualTo("" + i);
                assertThat(records.get(i).eventTime()).isEqualTo(Instant.ofEpochMilli(i));
                assertThat(records.get(i).topic()).isEqualTo("orders");
            }
            assertThat(reader.position(0)).hasValue(1_000);
            assertThat(reader.poll(Duration.ofMillis(10))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void readsEveryCodec(Codec codec) {
        cluster.topic("orders", 1);
        store("orders", 0, codec, 0, 100);
        try (Reader<String> reader = open(StartPosition.earliest())) {
            assertThat(values(read(reader, 100))).isEqualTo(numbers(0, 100));
        }
    }

    @Test
    void startsInTheMiddleOfABatch() {
        cluster.topic("orders", 1);
        fill("orders", 0, 0, 100, 10);
        try (Reader<String> reader = open(StartPosition.at(37))) {
            assertThat(values(read(reader, 63))).isEqualTo(numbers(37, 100));
        }
    }

    @Test
    void startsAtTheBatchOfATime() {
        cluster.topic("orders", 1);
        fill("orders", 0, 0, 100, 10);
        try (Reader<String> reader = open(StartPosition.at(Instant.ofEpochMilli(55)))) {
            assertThat(values(read(reader, 50))).isEqualTo(numbers(50, 100));
        }
    }

    @Test
    void moreReadersThanAConnectionTakesAreSpreadOverSeveralWhichTheNextOnesUseAgain() {
        cluster.topic("orders", 600);
        for (int i = 0; i < 600; i++) {
            fill("orders", i, i, i + 1, 1);
        }
        try (VarveClient patient = cluster.client()) {
            for (int round = 0; round < 2; round++) {
                try (Reader<String> reader = openAll(patient)) {
                    assertThat(values(read(reader, 600))).containsExactlyInAnyOrderElementsOf(numbers(0, 600));
                    assertThat(cluster.readers()).isEqualTo(600);
                    assertThat(cluster.broker(0).connections()).isEqualTo(2);
                }
                while (cluster.readers() > 0) {
                    Thread.onSpinWait();
                }
            }
            cluster.broker(0).cutConnections();
            try (Reader<String> reader = openAll(patient)) {
                assertThat(values(read(reader, 600))).containsExactlyInAnyOrderElementsOf(numbers(0, 600));
                assertThat(cluster.broker(0).connections()).isEqualTo(2);
            }
        }
    }

    @Test
    void latestMeansTheEndAtItsFirstLookEvenIfTheReaderOpensLater() {
        cluster.topic("orders", 1);
        fill("orders", 0, 0, 100, 10);
        cluster.rule(CommandType.OPEN_READER, Fault.Rule.first(2, Fault.error(ErrorCode.UNAVAILABLE)));
        try (Reader<String> reader = open(StartPosition.latest())) {
            while (cluster.count(CommandType.OPEN_READER) < 1) {
                Thread.onSpinWait();
            }
            fill("orders", 0, 100, 120, 10);
            assertThat(values(read(reader, 20))).isEqualTo(numbers(100, 120));
        }
    }

    @Test
    void readsSomePartitionsEachFromItsOwnPlace() {
        cluster.topic("orders", 3);
        for (int partition = 0; partition < 3; partition++) {
            fill("orders", partition, 0, 20, 10);
        }
        try (Reader<String> reader = client.newReader(Schema.string())
                .topic("orders")
                .partitions(0, 2)
                .from(StartPosition.earliest())
                .from(2, StartPosition.at(15))
                .create()) {
            List<ReceivedRecord<String>> records = read(reader, 25);
            assertThat(values(of(records, 0))).isEqualTo(numbers(0, 20));
            assertThat(of(records, 1)).isEmpty();
            assertThat(values(of(records, 2))).isEqualTo(numbers(15, 20));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void losesAndRepeatsNothingWhenConnectionsAreCutAndPartitionsMove(long seed) {
        cluster.topic("orders", 3);
        Random random = new Random(seed);
        try (Reader<String> reader = client.newReader(Schema.string())
                .topic("orders")
                .from(StartPosition.earliest())
                .bufferBytes(2_000)
                .maxPollRecords(50)
                .create()) {
            List<ReceivedRecord<String>> records = new ArrayList<>();
            int next = 0;
            while (records.size() < 6_000) {
                if (next < 2_000 && random.nextInt(3) == 0) {
                    for (int partition = 0; partition < 3; partition++) {
                        fill("orders", partition, next, next + 20, 7);
                    }
                    next += 20;
                }
                int what = random.nextInt(40);
                if (what == 0) {
                    cluster.broker(random.nextInt(2)).cutConnections();
                } else if (what == 1) {
                    cluster.move("orders", random.nextInt(3), random.nextInt(2));
                }
                records.addAll(reader.poll(Duration.ofMillis(5)));
            }
            for (int partition = 0; partition < 3; partition++) {
                assertThat(values(of(records, partition))).as("seed %s", seed).isEqualTo(numbers(0, 2_000));
            }
        }
    }

    @Test
    void neverHoldsMoreThanItsBufferAndOneBatchOfEachPartition() {
        cluster.topic("orders", 2);
        for (int i = 0; i < 200; i++) {
            store("orders", 0, Codec.NONE, i * 10, i * 10 + 10);
            store("orders", 1, Codec.NONE, i * 10, i * 10 + 10);
        }
        try (Reader<String> reader = client.newReader(Schema.string())
                .topic("orders")
                .from(StartPosition.earliest())
                .bufferBytes(4_000)
                .maxPollRecords(1)
                .create()) {
            for (int i = 0; i < 4_000; i++) {
                assertThat(read(reader, 1)).hasSize(1);
                // Nothing is larger than 250 bytes here.
                assertThat(cluster.pushedBytes() - reader.counters().bytes()).isLessThanOrEqualTo(4_000 + 2 * 250);
            }
            assertThat(reader.poll(Duration.ofMillis(1))).isEmpty();
            assertThat(cluster.pushedBytes()).isEqualTo(reader.counters().bytes());
        }
    }

    @Test
    void afterASeekNothingFromBeforeIsDelivered() {
        cluster.topic("orders", 2);
        fill("orders", 0, 0, 1_000, 10);
        fill("orders", 1, 0, 1_000, 10);
        try (Reader<String> reader = open(StartPosition.earliest())) {
            assertThat(reader.poll(LONG)).isNotEmpty();
            reader.seek(0, 900);
            assertThat(reader.position(0)).hasValue(900);
            reader.seek(1, Instant.ofEpochMilli(980));
            List<ReceivedRecord<String>> records = read(reader, 120);
            assertThat(values(of(records, 0))).isEqualTo(numbers(900, 1_000));
            assertThat(values(of(records, 1))).isEqualTo(numbers(980, 1_000));
            reader.seek(0, StartPosition.earliest());
            assertThat(values(read(reader, 1_000))).isEqualTo(numbers(0, 1_000));
        }
    }

    @Test
    void deliversNothingOfAPausedPartitionAndAllOfItAfterwards() {
        cluster.topic("orders", 2);
        fill("orders", 0, 0, 100, 10);
        fill("orders", 1, 0, 100, 10);
        TopicPartition first = new TopicPartition("orders", 0);
        try (Reader<String> reader = client.newReader(Schema.string())
                .topic("orders")
                .from(StartPosition.earliest())
                .maxPollRecords(7)
                .create()) {
            List<ReceivedRecord<String>> records = new ArrayList<>();
            while (of(records, 0).isEmpty()) {
                records.addAll(reader.poll(LONG));
            }
            reader.pause(Set.of(first));
            int before = of(records, 0).size();
            while (of(records, 1).size() < 100) {
                records.addAll(reader.poll(LONG));
            }
            assertThat(reader.poll(Duration.ofMillis(20))).isEmpty();
            assertThat(of(records, 0)).hasSize(before);
            CompletableFuture<List<ReceivedRecord<String>>> waiting = reader.pollAsync(LONG);
            reader.resume(Set.of(first));
            records.addAll(waiting.join());
            while (of(records, 0).size() < 100) {
                records.addAll(reader.poll(LONG));
            }
            assertThat(values(of(records, 0))).isEqualTo(numbers(0, 100));
        }
    }

    @Test
    void failsWhenTheOffsetIsNotKeptUntilItIsSoughtElsewhere() {
        cluster.topic("orders", 1);
        fill("orders", 0, 0, 100, 10);
        cluster.trim("orders", 0, 50);
        try (Reader<String> reader = open(StartPosition.at(20))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> reader.poll(LONG)).isInstanceOfSatisfying(VarveException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
                    assertThat(failure).hasMessageContaining("orders/0").hasMessageContaining("20");
                });
            }
            reader.seek(0, StartPosition.earliest());
            assertThat(values(read(reader, 50))).isEqualTo(numbers(50, 100));
        }
    }

    @Test
    void goesOnWithTheEarliestKeptRecordWhenToldTo() {
        cluster.topic("orders", 1);
        fill("orders", 0, 0, 100, 10);
        cluster.trim("orders", 0, 50);
        try (Reader<String> reader = client.newReader(Schema.string())
                .topic("orders")
                .from(StartPosition.at(20))
                .whenOutOfRange(OutOfRange.EARLIEST)
                .create()) {
            assertThat(values(read(reader, 50))).isEqualTo(numbers(50, 100));
        }
    }

    @Test
    void deliversWhatCameBeforeABrokenBatchThenFailsNamingThePlace() {
        cluster.topic("orders", 1);
        fill("orders", 0, 0, 10, 10);
        ByteBuf broken = batch(Codec.NONE, 10, 20);
        broken.setByte(broken.writerIndex() - 1, 'x');
        cluster.store("orders", 0, broken, Source.SOURCE_TAIL);
        broken.release();
        fill("orders", 0, 20, 30, 10);
        try (Reader<String> reader = open(StartPosition.earliest())) {
            assertThat(values(read(reader, 10))).isEqualTo(numbers(0, 10));
            assertThatThrownBy(() -> reader.poll(LONG)).isInstanceOfSatisfying(VarveException.class, failure -> {
                assertThat(failure.code()).isEqualTo(ErrorCode.CORRUPT_BATCH);
                assertThat(failure).hasMessageContaining("orders/0");
            });
            reader.seek(0, 20);
            assertThat(values(read(reader, 10))).isEqualTo(numbers(20, 30));
        }
    }

    @Test
    void countsRecordsAndBytesByWhereTheBrokerHadThem() {
        cluster.topic("orders", 1);
        long size = 0;
        for (Source source : List.of(Source.SOURCE_OBJECT, Source.SOURCE_LEDGER, Source.SOURCE_TAIL)) {
            ByteBuf batch = batch(Codec.NONE, 0, 10);
            size = batch.readableBytes();
            cluster.store("orders", 0, batch, source);
            batch.release();
        }
        try (Reader<String> reader = open(StartPosition.at(5))) {
            read(reader, 25);
            assertThat(reader.counters()).isEqualTo(new ReadCounters(10, size, 10, size, 5, size));
            assertThat(reader.counters().records()).isEqualTo(25);
        }
    }

    @Test
    void tellsTheEndsOfItsPartitions() {
        cluster.topic("orders", 2);
        fill("orders", 0, 0, 100, 10);
        try (Reader<String> reader = open(StartPosition.earliest())) {
            assertThat(reader.ends())
                    .containsEntry(new TopicPartition("orders", 0), 100L)
                    .containsEntry(new TopicPartition("orders", 1), 0L);
            read(reader, 100);
            assertThat(reader.lastKnownEnds()).containsEntry(new TopicPartition("orders", 0), 100L);
        }
    }

    @Test
    void aRecordThatIsNoValueFailsAloneWhenItIsLookedAt() {
        cluster.topic("orders", 1);
        fill("orders", 0, 0, 10, 10);
        try (Reader<Flag> reader = client.newReader(Schema.json(Flag.class))
                .topic("orders")
                .from(StartPosition.earliest())
                .create()) {
            ReceivedRecord<Flag> record = reader.poll(LONG).get(3);
            assertThatThrownBy(record::value)
                    .isInstanceOfSatisfying(VarveException.class, failure -> assertThat(failure.code())
                            .isEqualTo(ErrorCode.INVALID_ARGUMENT));
            assertThat(record.valueBytes()).asString(StandardCharsets.UTF_8).isEqualTo("3");
        }
    }

    @Test
    void closingEndsAWaitingPollAndTheIterator() {
        cluster.topic("orders", 1);
        fill("orders", 0, 0, 5, 5);
        Reader<String> reader = open(StartPosition.earliest());
        List<String> seen = new ArrayList<>();
        for (ReceivedRecord<String> record : reader) {
            seen.add(record.value());
            if (seen.size() == 5) {
                CompletableFuture<List<ReceivedRecord<String>>> waiting = reader.pollAsync(LONG);
                reader.close();
                assertThat(waiting.handle((records, failure) -> failure != null || records.isEmpty())
                                .join())
                        .isTrue();
            }
        }
        assertThat(seen).isEqualTo(numbers(0, 5));
        assertThatThrownBy(() -> reader.poll(LONG))
                .isInstanceOfSatisfying(VarveException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.CLOSED));
        while (cluster.readers() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void closingEndsEveryWaitingPollHoweverLongItWouldWait() {
        cluster.topic("orders", 1);
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        Reader<String> reader = open(StartPosition.earliest());
        List<CompletableFuture<List<ReceivedRecord<String>>>> polls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            polls.add(CompletableFuture.supplyAsync(() -> reader.poll(forEver), task -> new Thread(task).start()));
            polls.add(reader.pollAsync(forEver));
        }
        reader.close();
        for (CompletableFuture<List<ReceivedRecord<String>>> poll : polls) {
            assertThat(poll.handle((records, failure) -> failure != null || records.isEmpty())
                            .join())
                    .isTrue();
        }
    }

    @Test
    void refusesATimeThatHasNoMilliseconds() {
        assertThatThrownBy(() -> StartPosition.at(Instant.MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("+1000000000-12-31");
    }

    private Reader<String> open(StartPosition position) {
        return client.newReader(Schema.string()).topic("orders").from(position).create();
    }

    private static Reader<String> openAll(VarveClient client) {
        return client.newReader(Schema.string())
                .topic("orders")
                .from(StartPosition.earliest())
                .create();
    }

    private static <T> List<ReceivedRecord<T>> read(Reader<T> reader, int count) {
        List<ReceivedRecord<T>> records = new ArrayList<>();
        while (records.size() < count) {
            records.addAll(reader.poll(LONG));
        }
        assertThat(records).hasSize(count);
        return records;
    }

    private static <T> List<ReceivedRecord<T>> of(List<ReceivedRecord<T>> records, int partition) {
        return records.stream()
                .filter(record -> record.partition() == partition)
                .toList();
    }

    private static List<String> values(List<ReceivedRecord<String>> records) {
        return records.stream().map(record -> String.valueOf(record.value())).toList();
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add("" + i);
        }
        return numbers;
    }

    /** Stores the numbers as records, so many a batch. */
    private void fill(String topic, int partition, int from, int to, int batch) {
        for (int at = from; at < to; at += batch) {
            store(topic, partition, Codec.NONE, at, Math.min(to, at + batch));
        }
    }

    private void store(String topic, int partition, Codec codec, int from, int to) {
        ByteBuf batch = batch(codec, from, to);
        cluster.store(topic, partition, batch, Source.SOURCE_TAIL);
        batch.release();
    }

    private static ByteBuf batch(Codec codec, int from, int to) {
        try (BatchBuilder builder =
                new BatchBuilder(UnpooledByteBufAllocator.DEFAULT, codec, 1 << 20, BatchLimits.DEFAULT)) {
            for (int i = from; i < to; i++) {
                builder.append(i, null, ("" + i).getBytes(StandardCharsets.UTF_8), List.of());
            }
            return builder.build();
        }
    }

    private record Flag(boolean set) {}
}
