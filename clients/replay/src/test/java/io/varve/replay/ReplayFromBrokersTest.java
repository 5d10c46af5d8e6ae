/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import static io.varve.replay.Collected.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.client.reader.StartPosition;
import io.varve.objects.MemoryFaults.Fault;
import io.varve.objects.MemoryFaults.Operation;
import io.varve.objects.MemoryObjectStore;
import io.varve.objects.format.ObjectKey;
import io.varve.objects.format.PartitionLane;
import io.varve.objects.format.SampleObject;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.Source;
import io.varve.replay.plan.ReplayRequest;
import io.varve.replay.sink.TopicSink;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A topic of two partitions of which brokers have all and objects have the beginning. */
class ReplayFromBrokersTest {
    private static final ReplayRequest ALL = ReplayRequest.of("orders");
    private static final long START = 1_760_000_000_000L;
    private static final int BATCH = 5;
    private static final int VALUE_BYTES = 100;

    private final FakeCluster cluster = new FakeCluster(1).topic("orders", 2);
    private final VarveClient client = cluster.client();
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Collected collected = new Collected();
    private long sequence;

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    @Test
    void historyComesFromObjectsAndTheRestFromTheBroker() throws IOException {
        append(0, 100);
        append(1, 50);
        tier(0, 0, 30);
        tier(0, 30, 60);

        ReplayProgress done = run(Replay.of(client, "orders").objects(store), ALL, collected);

        assertThat(collected.offsets).isEqualTo(Map.of(0, range(0, 100), 1, range(0, 50)));
        assertThat(done.recordsFromObjects()).isEqualTo(60);
        assertThat(done.recordsFromBroker()).isEqualTo(90);
        assertThat(done.complete()).isTrue();
    }

    @Test
    void objectsWithAHoleBetweenThemAreUsedUpToTheHole() throws IOException {
        append(0, 100);
        tier(0, 0, 30);
        tier(0, 50, 60);

        ReplayProgress done = run(Replay.of(client, "orders").objects(store), ALL, collected);

        assertThat(collected.offsets).isEqualTo(Map.of(0, range(0, 100)));
        assertThat(done.recordsFromObjects()).isEqualTo(30);
    }

    @Test
    void offsetsAndTimesAreExactToTheRecord() throws IOException {
        append(0, 100);
        append(1, 100);
        run(
                Replay.of(client, "orders"),
                ALL.from(StartPosition.at(time(13))).to(StartPosition.at(time(62))),
                collected);
        assertThat(collected.offsets).isEqualTo(Map.of(0, range(13, 62), 1, range(13, 62)));

        Collected one = new Collected();
        run(
                Replay.of(client, "orders"),
                ALL.partitions(Set.of(1)).from(StartPosition.at(13)).to(StartPosition.at(62)),
                one);
        assertThat(one.offsets).isEqualTo(Map.of(1, range(13, 62)));
    }

    @Test
    void aTimeAfterAllRecordsReplaysNothing() throws IOException {
        append(0, 100);
        assertThat(run(Replay.of(client, "orders"), ALL.from(StartPosition.at(time(100))), collected)
                        .complete())
                .isTrue();
        assertThat(collected.offsets).isEmpty();
    }

    @Test
    void aTimeBeforeHistoryIsRefusedOnceRecordsWereRemoved() throws IOException {
        append(0, 100);
        Instant before = time(0).minusMillis(1);
        run(Replay.of(client, "orders"), ALL.from(StartPosition.at(before)), collected);
        assertThat(collected.offsets).isEqualTo(Map.of(0, range(0, 100)));

        cluster.trim("orders", 0, 40);
        assertThatThrownBy(() -> Replay.of(client, "orders").plan(ALL.from(StartPosition.at(time(39)))))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIME_BEFORE_HISTORY))
                .hasMessageContaining("offset 40")
                .hasMessageContaining(time(40).toString());
    }

    @Test
    void partitionsAndOffsetsThatAreNotThereAreRefused() {
        append(0, 100);
        refused(ALL.partitions(Set.of(2)), ErrorCode.PARTITION_NOT_FOUND, "partitions 0 to 1, not 2");
        refused(ALL.from(StartPosition.at(101)), ErrorCode.OFFSET_OUT_OF_RANGE, "offset 101", "from 0 to 100");
        assertThatThrownBy(() -> Replay.of(client, "nothing").plan(ReplayRequest.of("nothing")))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOPIC_NOT_FOUND));
    }

    @Test
    void objectsThatCannotBeReadAreNoReasonToFail() throws IOException {
        append(0, 100);
        tier(0, 0, 60);
        store.faults().failAlways(Operation.READ, Fault.UNAVAILABLE);
        List<String> notices = new ArrayList<>();

        ReplayProgress done = run(Replay.of(client, "orders").objects(store).notices(notices::add), ALL, collected);

        assertThat(collected.offsets).isEqualTo(Map.of(0, range(0, 100)));
        assertThat(done.recordsFromBroker()).isEqualTo(100);
        assertThat(notices).singleElement().asString().contains("the rest comes through the broker");
    }

    @Test
    void whatIsAppendedLaterComesOnlyToThoseWhoFollow() throws IOException {
        append(0, 50);
        tier(0, 0, 30);
        Collected ending = new Collected(record -> appendOnce(record.offset(), 10));
        run(Replay.of(client, "orders").objects(store), ALL, ending);
        assertThat(ending.offsets).isEqualTo(Map.of(0, range(0, 50)));

        ReplayJob[] job = new ReplayJob[1];
        Collected following = new Collected(record -> {
            appendOnce(record.offset(), 40);
            if (record.offset() == 64) {
                job[0].stop();
            }
        });
        Replay replay = Replay.of(client, "orders").objects(store);
        job[0] = replay.job(ALL.follow(true), replay.plan(ALL.follow(true)), following);

        ReplayProgress done = job[0].run();

        assertThat(following.offsets).isEqualTo(Map.of(0, range(0, 65)));
        assertThat(done.complete()).isFalse();
        assertThat(done.recordsFromObjects()).isEqualTo(30);
    }

    @Test
    void anotherTopicWithAsManyPartitionsIsAnExactCopy() throws IOException {
        append(0, 40);
        append(1, 25);
        cluster.topic("again", 2);
        try (TopicSink sink = TopicSink.open(client, "orders", "again")) {
            Replay replay = Replay.of(client, "orders");
            replay.job(ALL, replay.plan(ALL), sink).run();
        }
        for (int partition = 0; partition < 2; partition++) {
            assertThat(cluster.records("again", partition)).isEqualTo(cluster.records("orders", partition));
        }
    }

    private ReplayProgress run(Replay replay, ReplayRequest request, Collected sink) throws IOException {
        return replay.job(request, replay.plan(request), sink).run();
    }

    private void refused(ReplayRequest request, ErrorCode code, String... said) {
        assertThatThrownBy(() -> Replay.of(client, "orders").plan(request))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(said);
    }

    private void appendOnce(long offset, long when) {
        if (offset == when) {
            append(0, 15);
        }
    }

    /** Appends so many records, a multiple of {@link #BATCH}; offset n is of time {@link #START} + n. */
    private void append(int partition, int records) {
        int first = cluster.records("orders", partition).size();
        for (int offset = first; offset < first + records; offset += BATCH) {
            ByteBuf batch = SampleObject.batch(BATCH, VALUE_BYTES, START + offset, offset);
            cluster.store("orders", partition, batch, Source.SOURCE_TAIL);
            batch.release();
        }
    }

    private void tier(int partition, int first, int end) {
        UUID topicId = client.admin().describeTopic("orders").summary().id();
        PartitionLane lane = new PartitionLane(topicId, partition, 0);
        String key = ObjectKey.next(SampleObject.ORIGIN.clusterId(), ObjectKey.SHARED, 3, 1, sequence++)
                .toString();
        SampleObject object = new SampleObject(store, key, 1000).startAt(lane, first);
        for (int offset = first; offset < end; offset += BATCH) {
            object.add(lane, BATCH, VALUE_BYTES, START + offset);
        }
        object.write();
        cluster.inObject("orders", partition, key, first, end);
    }

    private static Instant time(long offset) {
        return Instant.ofEpochMilli(START + offset);
    }
}
