/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.client.fake.Fault;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.objects.MemoryObjectStore;
import io.varve.protocol.batch.Record;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.replay.checkpoint.Checkpoint;
import io.varve.replay.checkpoint.CheckpointInterval;
import io.varve.replay.plan.ReplayRequest;
import io.varve.replay.sink.CopiedOffsets;
import io.varve.replay.sink.CopyMark;
import io.varve.replay.sink.ReplaySink;
import io.varve.replay.sink.TopicSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replay into a topic that dies again and again; whoever goes on looks into the target. */
@Timeout(60)
class CopiesTest {
    private static final ReplayRequest ALL = ReplayRequest.of("orders");
    private static final CopyMark MARK = new CopyMark("job-1");
    private static final CheckpointInterval OFTEN = new CheckpointInterval(400, Duration.ofHours(1));
    private static final int RECORDS = 300;

    private final FakeCluster cluster = new FakeCluster(1).topic("orders", 3);
    private final VarveClient client = cluster.client();
    private Checkpoint checkpoint =
            new Checkpoint(Checkpoint.VERSION, "orders", new UUID(0, 0), "none", Map.of(), 0, 0, 0, 0, 0);
    private Map<Integer, Long> ends = Map.of();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private void given(String target, int partitions) {
        cluster.topic(target, partitions);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            for (int i = 0; i < RECORDS; i++) {
                var unused = producer.send(ProducerRecord.of("value-" + i).key("key-" + i % 20));
            }
            producer.flush();
        }
        checkpoint = Replay.begin(ALL, Replay.of(client, "orders").plan(ALL));
    }

    @Test
    void eachRecordIsCopiedOnceHoweverOftenTheReplayDies() throws IOException {
        given("copy", 3);
        int runs = 1;
        while (!run("copy", 57)) {
            runs++;
        }
        assertThat(runs).isGreaterThan(3);
        for (int partition = 0; partition < 3; partition++) {
            assertThat(values("copy", partition)).isEqualTo(values("orders", partition));
        }
    }

    @Test
    void theKeyOrderStaysWhereTheTargetHasOtherPartitions() throws IOException {
        given("copy", 2);
        int runs = 1;
        while (!run("copy", 41)) {
            runs++;
        }
        assertThat(runs).isGreaterThan(3);
        assertThat(byKey("copy", 2)).isEqualTo(byKey("orders", 3));
    }

    @Test
    void aCopyTellsWhereItIsFrom() throws IOException {
        given("copy", 3);
        assertThat(run("copy", RECORDS + 1)).isTrue();
        Record third = cluster.records("copy", 1).get(2);
        assertThat(third.headers()).singleElement().satisfies(header -> {
            assertThat(header.key()).isEqualTo("varve-replay");
            assertThat(header.value()).asString(StandardCharsets.UTF_8).isEqualTo("job-1/1/2");
        });
    }

    @Test
    void copiesOfAnotherJobAndOthersRecordsDontCount() throws IOException {
        given("copy", 3);
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("copy").create()) {
            for (String header : List.of("job-2/0/1", "job-1/0", "job-1/x/1", "job-1/0/-1", "", "job-1/0/1/2")) {
                var unused = producer.send(ProducerRecord.of("theirs").header(CopyMark.HEADER, header));
            }
            producer.flush();
        }
        assertThat(found("copy", ends).size()).isZero();
        assertThatThrownBy(() -> new CopyMark("a/b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatRetentionTookOfTheTargetIsNotLookedFor() throws IOException {
        given("copy", 3);
        boolean unused = run("copy", 57);
        for (int partition = 0; partition < 3; partition++) {
            cluster.trim("copy", partition, cluster.records("copy", partition).size());
        }
        assertThat(found("copy", Map.of()).size()).isZero();
    }

    @Test
    void copiesAreLookedForInObjects() throws IOException {
        given("copy", 3);
        boolean unused = run("copy", 57);
        int partition = IntStream.range(0, 3)
                .filter(each -> !cluster.records("copy", each).isEmpty())
                .findFirst()
                .orElseThrow();
        cluster.inObject(
                "copy",
                partition,
                "lost/object",
                0,
                cluster.records("copy", partition).size());
        List<String> notices = new ArrayList<>();
        Replay replay =
                Replay.of(client, "copy").objects(new MemoryObjectStore()).notices(notices::add);

        CopiedOffsets found = new Copies(client, replay, "copy", MARK)
                .find(checkpoint, Map.of())
                .orElseThrow();

        // The object was asked for, and as it is gone brokers were.
        assertThat(notices).singleElement().asString().contains("lost/object");
        assertThat(found.size()).isEqualTo(found("copy", Map.of()).size());
    }

    @Test
    void aSearchThatIsStoppedFindsNothing() throws IOException {
        given("copy", 3);
        boolean unused = run("copy", 57);
        Copies copies = new Copies(client, Replay.of(client, "copy"), "copy", MARK);
        copies.stop();
        assertThat(copies.find(checkpoint, Map.of())).isEmpty();
    }

    private CopiedOffsets found(String target, Map<Integer, Long> since) throws IOException {
        return new Copies(client, Replay.of(client, target), target, MARK)
                .find(checkpoint, since)
                .orElseThrow();
    }

    @Test
    void whatIsAbandonedIsNotSentAnyMore() {
        given("copy", 3);
        int before = cluster.count(CommandType.PRODUCE);
        cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.error(ErrorCode.UNAVAILABLE)));
        try (TopicSink sink = TopicSink.resume(client, "orders", "copy", MARK, new CopiedOffsets(), ends)) {
            Replay replay = Replay.of(client, "orders");
            ReplayJob job = replay.job(ALL, replay.plan(ALL), sink);
            CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(() -> isCompleteAfter(job));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (cluster.count(CommandType.PRODUCE) == before) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
            sink.abandon();
            assertThatThrownBy(run::join).hasCauseInstanceOf(VarveException.class);
        }
        // The producer has let go of everything: what is taken now was sent by nobody.
        cluster.release(CommandType.PRODUCE);
        for (int partition = 0; partition < 3; partition++) {
            assertThat(cluster.records("copy", partition)).isEmpty();
        }
    }

    private static boolean isCompleteAfter(ReplayJob job) {
        try {
            return job.run().complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void offsetsAreFoundWhereverTheyLie() {
        CopiedOffsets offsets = new CopiedOffsets();
        List<Long> some = List.of(0L, 1L, 65_535L, 65_536L, 1L << 40, Long.MAX_VALUE);
        some.forEach(offset -> offsets.add(7, offset));
        offsets.add(7, 1);
        assertThat(offsets.size()).isEqualTo(some.size());
        assertThat(offsets.remove(7, 2)).isFalse();
        assertThat(offsets.remove(6, 1)).isFalse();
        some.forEach(offset -> assertThat(offsets.remove(7, offset)).isTrue());
        assertThat(offsets.remove(7, 1)).isFalse();
        assertThat(offsets.size()).isZero();
    }

    /** One run from the last checkpoint, which dies after so many records; whether it came to the end. */
    private boolean run(String target, int records) throws IOException {
        CopiedOffsets copied = found(target, ends);
        try (TopicSink sink = TopicSink.resume(client, "orders", target, MARK, copied, ends)) {
            Replay replay = Replay.of(client, "orders")
                    .checkpoints(
                            now -> {
                                checkpoint = now.at(0);
                                ends = sink.ends();
                            },
                            OFTEN);
            ReplayJob job = replay.resume(ALL, replay.plan(checkpoint), checkpoint, new Mortal(sink, records));
            return job.run().complete();
        } catch (Death e) {
            return false;
        }
    }

    private List<String> values(String topic, int partition) {
        return cluster.records(topic, partition).stream()
                .map(record -> text(record.value()))
                .toList();
    }

    private Map<String, List<String>> byKey(String topic, int partitions) {
        Map<String, List<String>> values = new TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            cluster.records(topic, partition)
                    .forEach(record -> values.computeIfAbsent(text(record.key()), unused -> new ArrayList<>())
                            .add(text(record.value())));
        }
        return values;
    }

    private static String text(byte @Nullable [] bytes) {
        return new String(Objects.requireNonNull(bytes), StandardCharsets.UTF_8);
    }

    private static final class Death extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Dies before it takes one record more, when all that it took is stored but in no checkpoint. */
    private static final class Mortal implements ReplaySink {
        private final ReplaySink sink;
        private int left;

        private Mortal(ReplaySink sink, int records) {
            this.sink = sink;
            this.left = records;
        }

        @Override
        public void accept(ReceivedRecord<byte[]> record) throws IOException {
            if (left-- == 0) {
                long unused = sink.commit();
                throw new Death();
            }
            sink.accept(record);
        }

        @Override
        public long commit() throws IOException {
            return sink.commit();
        }

        @Override
        public void rewind(long mark) throws IOException {
            sink.rewind(mark);
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }
}
