/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import static io.varve.replay.Collected.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.reader.StartPosition;
import io.varve.objects.MemoryFaults.Fault;
import io.varve.objects.MemoryFaults.Operation;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import io.varve.replay.plan.ObjectRange;
import io.varve.replay.plan.ReplayPlan;
import io.varve.replay.plan.ReplayRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayFromObjectsTest {
    private static final ReplayRequest ALL = ReplayRequest.of(History.TOPIC.toString());

    private final History history = new History();
    private final Collected collected = new Collected();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    void eachPartitionComesWholeAndInOrderHoweverManyReadsAreUnderWay(int parallel) throws IOException {
        history.object(3, 0, 100);
        history.object(2, 100, 150);
        history.object(1, 150, 155);

        ReplayProgress done = run(ALL.parallel(parallel), collected);

        assertThat(collected.offsets).isEqualTo(Map.of(0, range(0, 155), 1, range(0, 150), 2, range(0, 100)));
        assertThat(done.recordsFromObjects()).isEqualTo(405);
        assertThat(done.bytesFromObjects()).isEqualTo(405 * 100);
        assertThat(done.nextOffsets()).isEqualTo(Map.of(0, 155L, 1, 150L, 2, 100L));
        assertThat(done.complete()).isTrue();
        assertThat(done.offsetsLeft()).isZero();
    }

    @Test
    void offsetsInTheMiddleOfABatchBoundTheReplay() throws IOException {
        history.object(1, 0, 50);
        history.object(1, 50, 100);

        run(ALL.from(StartPosition.at(13)).to(StartPosition.at(87)), collected);

        assertThat(collected.offsets).isEqualTo(Map.of(0, range(13, 87)));
    }

    @Test
    void timesAreExactToTheRecord() throws IOException {
        history.object(2, 0, 50);
        history.object(2, 50, 100);

        run(ALL.from(StartPosition.at(time(13))).to(StartPosition.at(time(62))), collected);

        assertThat(collected.offsets).isEqualTo(Map.of(0, range(13, 62), 1, range(13, 62)));
    }

    @Test
    void aTimeAfterAllRecordsReplaysNothing() throws IOException {
        history.object(1, 0, 50);
        assertThat(run(ALL.from(StartPosition.at(time(50))), collected).complete())
                .isTrue();
        assertThat(collected.offsets).isEmpty();
    }

    @Test
    void onlyThePartitionsThatWereAskedForComeBack() throws IOException {
        history.object(3, 0, 50);
        run(ALL.partitions(Set.of(1)), collected);
        assertThat(collected.offsets).isEqualTo(Map.of(1, range(0, 50)));
    }

    @Test
    void aTimeBeforeAllRecordsIsFineWhileTheFirstRecordEverIsKept() throws IOException {
        history.object(1, 0, 50);
        run(ALL.from(StartPosition.at(Instant.EPOCH)), collected);
        assertThat(collected.offsets).isEqualTo(Map.of(0, range(0, 50)));
    }

    @Test
    void aTimeBeforeHistoryIsRefusedWithTheFirstTimeKept() {
        history.object(1, 50, 100);
        assertThatThrownBy(() -> history.replay().plan(ALL.from(StartPosition.at(time(49)))))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIME_BEFORE_HISTORY))
                .hasMessageContaining(time(49).toString())
                .hasMessageContaining(time(50).toString())
                .hasMessageContaining("offset 50");
    }

    @Test
    void anOffsetThatNoObjectHasIsRefusedWithThoseTheyHave() {
        history.object(1, 50, 100);
        assertThatThrownBy(() -> history.replay().plan(ALL.from(StartPosition.at(49))))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE))
                .hasMessageContaining("offset 49")
                .hasMessageContaining("50 to 100");
    }

    @Test
    void aTopicThatNoObjectHoldsIsNotFound() {
        assertThatThrownBy(() -> history.replay().plan(ALL))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOPIC_NOT_FOUND));
    }

    @Test
    void aHoleBetweenObjectsIsDamageAndNotSkipped() {
        history.object(1, 0, 50);
        history.object(1, 55, 100);
        assertThatThrownBy(() -> history.replay().plan(ALL))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining("offsets from 50");
    }

    @Test
    void amongObjectsThatOverlapTheOnesThatReachFarthestAreChosen() {
        history.object(1, 0, 20);
        history.object(1, 20, 40);
        String merged = history.object(1, 0, 40);
        String last = history.object(1, 30, 60);

        ReplayPlan plan = history.replay().plan(ALL);

        assertThat(plan.partitions().get(0).ranges())
                .containsExactly(new ObjectRange(merged, 0, 40), new ObjectRange(last, 40, 60));
    }

    @Test
    void anObjectThatIsGoneIsLookedForAnewAndNothingComesTwice() throws IOException {
        history.object(1, 0, 500);
        String second = history.object(1, 500, 600);
        Collected sink = new Collected(record -> {
            if (record.offset() == 0) {
                history.object(1, 500, 600);
                history.store.delete(second).join();
            }
        });
        Replay replay = history.replay();

        ReplayProgress done =
                replay.job(ALL.parallel(1), replay.plan(ALL), sink).run();

        assertThat(sink.offsets).isEqualTo(Map.of(0, range(0, 600)));
        assertThat(done.complete()).isTrue();
    }

    @Test
    void aReadThatFailsOnceIsDoneAgain() throws IOException {
        history.object(2, 0, 100);
        Replay replay = history.replay();
        ReplayPlan plan = replay.plan(ALL);
        history.store.faults().failNext(Operation.READ, Fault.UNAVAILABLE);

        replay.job(ALL, plan, collected).run();

        assertThat(collected.offsets).isEqualTo(Map.of(0, range(0, 100), 1, range(0, 100)));
    }

    @Test
    void aStoreThatStaysAwayEndsTheReplay() {
        history.object(1, 0, 100);
        Replay replay = history.replay();
        ReplayPlan plan = replay.plan(ALL);
        history.store.faults().failAlways(Operation.READ, Fault.UNAVAILABLE);

        assertThatThrownBy(() -> replay.job(ALL, plan, collected).run()).isInstanceOf(StoreException.Unavailable.class);
        assertThat(collected.offsets).isEmpty();
    }

    @Test
    void aBitThatChangedInStorageIsFound() {
        String key = history.object(1, 0, 100);
        byte[] bytes = history.store.bytes(key);
        bytes[5000] ^= 1;
        history.store.replace(key, bytes);

        assertThatThrownBy(() -> run(ALL, collected))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining(key)
                .hasMessageContaining("CRC");
        assertThat(collected.offsets.getOrDefault(0, List.of()))
                .isEqualTo(range(0, collected.offsets.getOrDefault(0, List.of()).size()));
    }

    @Test
    void aStoppedReplayReturnsWhatItHas() throws IOException {
        history.object(1, 0, 100);
        Replay replay = history.replay();
        ReplayJob[] job = new ReplayJob[1];
        Collected sink = new Collected(record -> {
            if (record.offset() == 41) {
                job[0].stop();
            }
        });
        job[0] = replay.job(ALL, replay.plan(ALL), sink);

        ReplayProgress done = job[0].run();

        assertThat(sink.offsets).isEqualTo(Map.of(0, range(0, 42)));
        assertThat(done.complete()).isFalse();
        assertThat(done.offsetsLeft()).isEqualTo(58);
    }

    @Test
    void aSinkThatFailsEndsTheReplay() {
        history.object(1, 0, 100);
        Collected sink = new Collected(record -> {
            throw new IOException("disk full");
        });
        assertThatThrownBy(() -> run(ALL, sink)).isInstanceOf(IOException.class).hasMessage("disk full");
    }

    private ReplayProgress run(ReplayRequest request, Collected sink) throws IOException {
        Replay replay = history.replay();
        return replay.job(request, replay.plan(request), sink).run();
    }

    private static Instant time(long offset) {
        return Instant.ofEpochMilli(History.START + offset);
    }
}
