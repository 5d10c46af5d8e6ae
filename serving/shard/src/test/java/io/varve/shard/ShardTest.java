/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.objects.MemoryFaults;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicIds;
import io.varve.protocol.wire.AssignedPartition;
import io.varve.protocol.wire.Assignment;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.CommittedOffset;
import io.varve.protocol.wire.CommittedOffsets;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.FetchCommitted;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.GroupSought;
import io.varve.protocol.wire.Heartbeat;
import io.varve.protocol.wire.JoinGroup;
import io.varve.protocol.wire.Joined;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.OffsetQuery;
import io.varve.protocol.wire.PartitionMove;
import io.varve.protocol.wire.PartitionOffset;
import io.varve.protocol.wire.Produced;
import io.varve.protocol.wire.SeekGroup;
import io.varve.protocol.wire.TierReport;
import io.varve.protocol.wire.TopicPartitionSet;
import io.varve.shard.answer.Reply;
import io.varve.shard.loop.Completions;
import io.varve.shard.read.ReaderHandle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardTest {
    private static final GroupName BILLING = GroupName.parse("billing");

    private final ShardFixture fixture = new ShardFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void offsetsAreDenseAndRecordsAreReadBackInOrder() throws InterruptedException {
        Shard shard = fixture.open(ShardFixture.config());
        assertThat(fixture.produce(shard, 0, "a", "b").getBaseOffset()).isZero();
        assertThat(fixture.produce(shard, 0, "c").getBaseOffset()).isEqualTo(2);
        assertThat(fixture.produce(shard, 1, "x").getBaseOffset()).isZero();

        ShardFixture.Reading reading = fixture.read(shard, 0, 0, 1 << 20);

        assertThat(List.of(reading.next(), reading.next(), reading.next()))
                .containsExactly("0 a tail", "1 b tail", "2 c tail");
    }

    @Test
    void aReaderAtTheEndGetsWhatComesNext() throws InterruptedException {
        Shard shard = fixture.open(ShardFixture.config());
        ShardFixture.Reading reading = fixture.read(shard, 0, 0, 1 << 20);

        fixture.produce(shard, 0, "late");

        assertThat(reading.next()).isEqualTo("0 late tail");
    }

    @Test
    void aReaderGetsNoMoreThanItsCreditAllows() throws InterruptedException {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a");
        fixture.produce(shard, 0, "b");

        ShardFixture.Reading reading = fixture.read(shard, 0, 0, 1);
        assertThat(reading.next()).isEqualTo("0 a tail");
        fixture.produce(shard, 0, "c");
        assertThat(reading.records).isEmpty();

        fixture.loop.execute(() -> reading.handle.addCredit(1_000));
        assertThat(reading.next()).isEqualTo("1 b tail");
    }

    @Test
    void anOffsetOutsideThePartitionIsRefusedWithItsBounds() {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a");

        assertThatThrownBy(() -> fixture.read(shard, 0, 2, 1))
                .hasRootCauseInstanceOf(VarveException.class)
                .hasMessageContaining("offset 2")
                .hasMessageContaining("next 1");
    }

    @Test
    void aBatchSentAgainIsAnsweredWithItsFirstPlaceAlsoAfterATakeover() {
        Shard first = fixture.open(ShardFixture.config());
        Produced stored = fixture.ask(reply -> produceAs(first, 42, 0, reply));

        Shard second = fixture.open(ShardFixture.config());
        Produced again = fixture.ask(reply -> produceAs(second, 42, 0, reply));

        assertThat(again.getDuplicate()).isTrue();
        assertThat(again.getBaseOffset()).isEqualTo(stored.getBaseOffset());
        assertThatThrownBy(() -> fixture.<Produced>ask(reply -> produceAs(second, 42, 5, reply)))
                .cause()
                .isInstanceOfSatisfying(VarveException.class, error -> assertThat(error.code())
                        .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE));
    }

    private void produceAs(Shard shard, long producer, int sequence, Reply<Produced> reply) {
        shard.produce(fixture.topic(), 0, ShardFixture.batch(producer, sequence, "once"), null, reply);
    }

    @Test
    void afterATakeoverTheFormerOwnerAcknowledgesNothing() {
        Shard first = fixture.open(ShardFixture.config());
        fixture.produce(first, 0, "a");

        Shard second = fixture.open(ShardFixture.config());

        assertThatThrownBy(() -> fixture.produce(first, 0, "zombie"))
                .cause()
                .isInstanceOfSatisfying(VarveException.class, error -> assertThat(error.code())
                        .isIn(ErrorCode.NOT_OWNER, ErrorCode.UNKNOWN_OUTCOME));
        assertThat(fixture.produce(second, 0, "b").getBaseOffset()).isEqualTo(1);
    }

    @Test
    void sealedSegmentsGoToObjectsTheirLedgersAreDeletedAndNoReaderNotices() throws Exception {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a", "b");
        fixture.produce(shard, 0, "c");
        long ledger = ShardFixture.await(fixture.ledgers.list()).get(0);

        fixture.<Boolean>ask(shard::seal);
        fixture.eventually(shard::tierStatus, ShardFixture::isTiered);
        fixture.eventually(shard::tierStatus, (TierReport report) -> !ShardFixture.await(fixture.ledgers.list())
                .contains(ledger));
        fixture.produce(shard, 0, "d");

        ShardFixture.Reading reading = fixture.read(shard, 0, 0, 1 << 20);
        assertThat(List.of(reading.next(), reading.next(), reading.next(), reading.next()))
                .containsExactly("0 a object", "1 b object", "2 c object", "3 d tail");

        Shard successor = fixture.open(ShardFixture.config());
        ShardFixture.Reading again = fixture.read(successor, 0, 1, 1 << 20);
        assertThat(List.of(again.next(), again.next(), again.next(), again.next()))
                .containsExactly("0 a object", "1 b object", "2 c object", "3 d ledger");
    }

    @Test
    void aSegmentOfProgressAloneIsDroppedOnceASnapshotHoldsIt() {
        Shard shard = fixture.open(ShardFixture.config());
        join(shard, "m1");
        long ledger = ShardFixture.await(fixture.ledgers.list()).get(0);

        fixture.<Boolean>ask(shard::seal);
        fixture.eventually(shard::tierStatus, (TierReport report) -> !ShardFixture.await(fixture.ledgers.list())
                .contains(ledger));

        Shard successor = fixture.open(ShardFixture.config());
        assertThat(join(successor, "m1")).isEqualTo(1);
    }

    @Test
    void aSuccessorDropsWhatWasTieredBeforeItEvenIfNothingIsWrittenAnyMore() {
        Shard shard = fixture.open(ShardFixture.config(Duration.ofHours(1), 1024));
        fixture.produce(shard, 0, "a");
        long ledger = ShardFixture.await(fixture.ledgers.list()).get(0);
        fixture.<Boolean>ask(shard::seal);
        fixture.eventually(shard::tierStatus, ShardFixture::isTiered);
        // A snapshot behind the ledger spares the successor its replay.
        IntStream.range(0, 20).forEach(unused -> fixture.produce(shard, 0, "b".repeat(500)));

        Shard successor = fixture.open(ShardFixture.config());

        fixture.eventually(successor::tierStatus, (TierReport report) -> !ShardFixture.await(fixture.ledgers.list())
                .contains(ledger));
    }

    @Test
    void withoutAnObjectStoreNothingIsDeletedAndTheStatusSaysWhy() {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a");
        long ledger = ShardFixture.await(fixture.ledgers.list()).get(0);
        fixture.objects.faults().failAlways(MemoryFaults.Operation.COMPLETE, MemoryFaults.Fault.UNAVAILABLE);

        fixture.<Boolean>ask(shard::seal);
        TierReport report =
                fixture.eventually(shard::tierStatus, (TierReport status) -> status.getSegmentsList().stream()
                        .anyMatch(segment -> !segment.getLastError().isEmpty()));

        assertThat(report.getObjects()).isZero();
        assertThat(ShardFixture.await(fixture.ledgers.list())).contains(ledger);
        assertThat(fixture.produce(shard, 0, "b").getBaseOffset()).isEqualTo(1);

        fixture.objects.faults().heal();
        fixture.eventually(shard::tierStatus, ShardFixture::isTiered);
    }

    @Test
    void aReaderIsOpenedWhenWhatItIsToldIsConfirmed() throws InterruptedException {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a");
        fixture.ledgers.faults().holdAcks();
        CompletableFuture<Produced> unconfirmed =
                fixture.begin(reply -> shard.produce(fixture.topic(), 0, ShardFixture.batch(-1, -1, "b"), null, reply));
        ShardFixture.Reading reading = new ShardFixture.Reading();
        CompletableFuture<ReaderHandle> opening =
                fixture.begin(reply -> shard.openReader(fixture.topic(), 0, 0, 1 << 20, reading, reply));
        // Behind both on the shard's loop.
        ShardFixture.await(Completions.call(fixture.loop, () -> CompletableFuture.completedFuture(true)));
        assertThat(opening).isNotDone();
        assertThat(reading.records).isEmpty();

        fixture.ledgers.faults().releaseAcks();
        ShardFixture.await(unconfirmed);
        assertThat(ShardFixture.await(opening).firstOffset()).isZero();
        assertThat(reading.next()).startsWith("0 a ");
        assertThat(reading.next()).startsWith("1 b ");
    }

    @Test
    void aDeletedTopicIsNotOpenedAgain() {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a");
        ShardFixture.Reading reading = fixture.read(shard, 0, 1, 1_000);

        fixture.<Done>ask(reply -> shard.deleteTopic(fixture.topic(), reply));

        assertThat(ShardFixture.await(reading.end).code()).isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
        assertThatThrownBy(() -> fixture.produce(shard, 0, "b"))
                .cause()
                .isInstanceOfSatisfying(
                        VarveException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.TOPIC_NOT_FOUND));
    }

    @Test
    void offsetsAreFoundByTimeInLedgersAndInObjects() {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a");
        fixture.produce(shard, 0, "b");
        FindOffset atStart = FindOffset.newBuilder()
                .setQuery(OffsetQuery.OFFSET_AT_TIME)
                .setTimeMs(1)
                .build();
        FindOffset never = atStart.toBuilder().setTimeMs(Long.MAX_VALUE).build();

        assertThat(find(shard, atStart).getOffset()).isZero();
        assertThat(find(shard, never).getAtEnd()).isTrue();
        assertThat(find(shard, never).getOffset()).isEqualTo(2);

        fixture.<Boolean>ask(shard::seal);
        fixture.eventually(shard::tierStatus, ShardFixture::isTiered);
        assertThat(find(shard, atStart).getOffset()).isZero();
    }

    private OffsetFound find(Shard shard, FindOffset request) {
        return fixture.ask(reply -> shard.findOffset(fixture.topic(), request, reply));
    }

    @Test
    void aGroupsProgressSurvivesATakeoverAndDoesNotMoveBack() {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a", "b", "c");
        long epoch = join(shard, "m1");
        assertThat(heartbeat(shard, "m1", epoch, 0).getAssignedList()).hasSize(2);
        commit(shard, "m1", epoch, 2);

        Shard successor = fixture.open(ShardFixture.config());

        FetchCommitted request = FetchCommitted.newBuilder()
                .addPartitions(TopicPartitionSet.newBuilder()
                        .setTopicId(TopicIds.toBytes(fixture.topic().topicId()))
                        .addPartitions(0))
                .build();
        CommittedOffsets committed = fixture.ask(reply ->
                successor.groupQueries(reply).ifPresent(groups -> groups.fetchCommitted(BILLING, request, reply)));
        assertThat(committed.getOffsets(0).getOffset()).isEqualTo(2);
        assertThatThrownBy(() -> commit(successor, "m1", epoch, 1)).hasMessageContaining("doesn't move back");
        commit(successor, "m1", epoch, 3);
    }

    @Test
    void afterATakeoverMembersWaitUntilTheirTopicsHaveNames() {
        long epoch = join(fixture.open(ShardFixture.config()), "m1");
        CompletableFuture<Boolean> catalogue = new CompletableFuture<>();
        fixture.useCatalogue(catalogue);

        Shard successor = fixture.open(ShardFixture.config());

        assertThatThrownBy(() -> heartbeat(successor, "m1", epoch, 0)).hasMessageContaining("still being looked up");
        catalogue.complete(true);
        assertThat(heartbeat(successor, "m1", epoch, 0).getAssignedList())
                .extracting(AssignedPartition::getTopic)
                .containsExactly("public/default/orders", "public/default/orders");
    }

    @Test
    void aPartitionChangesHandsOnlyAfterItsHolderLetItGo() {
        Shard shard = fixture.open(ShardFixture.config());
        long first = join(shard, "m1");
        Assignment all = heartbeat(shard, "m1", first, 0);
        assertThat(all.getAssignedList()).hasSize(2);

        long second = join(shard, "m2");
        Assignment waiting = heartbeat(shard, "m2", second, 0);
        assertThat(waiting.getAssignedList()).isEmpty();

        Assignment half = heartbeat(shard, "m1", first, all.getAssignmentEpoch(), 0, 1);
        assertThat(half.getAssignedList()).hasSize(1);
        int kept = half.getAssigned(0).getPartition();
        assertThat(heartbeat(shard, "m2", second, 0).getAssignedList()).isEmpty();

        heartbeat(shard, "m1", first, half.getAssignmentEpoch(), kept);
        assertThat(heartbeat(shard, "m2", second, 0).getAssignedList()).hasSize(1);
        assertThatThrownBy(() -> commit(shard, "m2", first, 0)).hasMessageContaining("showed epoch");
    }

    @Test
    void aSeekMovesAGroupWhileItIsReadAndNoCommitFromBeforeUndoesIt() {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a", "b", "c");
        long epoch = join(shard, "m1");
        heartbeat(shard, "m1", epoch, 0);
        commit(shard, "m1", epoch, 3);

        PartitionMove plan = seek(shard, 1, true).getMoves(0);
        assertThat(plan.getFromOffset()).isEqualTo(3);
        assertThat(plan.getToOffset()).isEqualTo(1);
        commit(shard, "m1", epoch, 3);
        assertThat(seek(shard, 1, false).getMoves(0)).isEqualTo(plan);

        assertThatThrownBy(() -> commit(shard, "m1", epoch, 3)).hasMessageContaining("showed epoch");
        assertThatThrownBy(() -> heartbeat(shard, "m1", epoch, 0)).hasMessageContaining("showed epoch");
        Shard successor = fixture.open(ShardFixture.config());
        long after = join(successor, "m1");
        assertThat(heartbeat(successor, "m1", after, 0).getAssignedList())
                .extracting(AssignedPartition::getCommittedOffset)
                .containsExactly(1L, -1L);
        commit(successor, "m1", after, 2);
    }

    @Test
    void aSeekToWhereTheGroupStandsDisturbsNobodyAndOneBeyondTheEndIsRefused() {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a", "b", "c");
        long epoch = join(shard, "m1");
        heartbeat(shard, "m1", epoch, 0);
        commit(shard, "m1", epoch, 3);

        seek(shard, 3, false);
        assertThatThrownBy(() -> seek(shard, 4, false))
                .hasMessageContaining("offset 4")
                .hasMessageContaining("ends at 3");
        assertThatThrownBy(() -> seek(shard, -1, true)).hasMessageContaining("the least is 0");

        commit(shard, "m1", epoch, 3);
    }

    private GroupSought seek(Shard shard, long offset, boolean dryRun) {
        SeekGroup request = SeekGroup.newBuilder()
                .setTopicId(TopicIds.toBytes(fixture.topic().topicId()))
                .addOffsets(PartitionOffset.newBuilder().setOffset(offset))
                .setDryRun(dryRun)
                .build();
        return fixture.ask(reply -> shard.groups(reply).ifPresent(groups -> groups.seek(BILLING, request, reply)));
    }

    private long join(Shard shard, String member) {
        JoinGroup request = JoinGroup.newBuilder()
                .setMemberId(member)
                .setClientId("test")
                .setSessionTimeoutMs(10_000)
                .build();
        Joined joined = fixture.ask(reply -> shard.groups(reply)
                .ifPresent(groups -> groups.join(BILLING, request, List.of(fixture.topic()), reply)));
        return joined.getMemberEpoch();
    }

    private Assignment heartbeat(Shard shard, String member, long epoch, long seen, Integer... held) {
        Heartbeat request = Heartbeat.newBuilder()
                .setMemberId(member)
                .setMemberEpoch(epoch)
                .setAssignmentEpoch(seen)
                .addHeld(TopicPartitionSet.newBuilder()
                        .setTopicId(TopicIds.toBytes(fixture.topic().topicId()))
                        .addAllPartitions(List.of(held)))
                .build();
        return fixture.ask(reply -> shard.groups(reply).ifPresent(groups -> groups.heartbeat(BILLING, request, reply)));
    }

    private void commit(Shard shard, String member, long epoch, long offset) {
        CommitOffsets request = CommitOffsets.newBuilder()
                .setMemberId(member)
                .setMemberEpoch(epoch)
                .addOffsets(CommittedOffset.newBuilder()
                        .setTopicId(TopicIds.toBytes(fixture.topic().topicId()))
                        .setPartition(0)
                        .setOffset(offset))
                .build();
        fixture.<Done>ask(reply -> shard.groups(reply).ifPresent(groups -> groups.commit(BILLING, request, reply)));
    }
}
