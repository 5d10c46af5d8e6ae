/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.log.TestOwner.World;
import io.varve.log.record.OperatorTime;
import io.varve.log.record.SectionKey;
import io.varve.log.record.SnapshotBegin;
import io.varve.log.record.SnapshotEnd;
import io.varve.log.record.SnapshotSection;
import io.varve.protocol.error.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest {
    private final World world = new World();

    private static List<Long> range(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    private StoreException failureOf(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return Hop.failure(future.handle((value, failure) -> failure).join());
    }

    /** Appends a snapshot among other records; returns the sequence of its BEGIN. */
    private long snapshot(TestOwner owner, boolean complete) {
        long begin = owner.log().append(new SnapshotBegin(1, SnapshotBegin.Kind.FULL, 0));
        owner.append("during");
        world.loop.run();
        owner.log().append(new SnapshotSection(SectionKey.shard(), 1, 0, 1, Unpooled.wrappedBuffer(new byte[10])));
        if (complete) {
            world.loop.run();
            owner.log().append(new SnapshotEnd(1, begin, 1, 0, List.of()));
        }
        return begin;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 50})
    void replayStartsAtTheLastCompleteSnapshot(int entriesAfter) {
        TestOwner a = world.owner("a");
        for (int i = 0; i < 300; i++) {
            a.appendAndRun("before");
        }
        snapshot(a, true);
        a.appendAndRun("x");
        long begin = snapshot(a, true);
        world.loop.run();
        for (int i = 0; i < entriesAfter; i++) {
            a.appendAndRun("after");
        }
        long end = a.log().nextSequence();
        long bytes = a.log().bytesSinceSnapshot();
        a.log().abort();
        TestOwner b = world.owner("b");
        assertThat(b.fromSnapshot).isTrue();
        assertThat(b.replayFrom).isEqualTo(begin);
        assertThat(b.replayed).isEqualTo(range(begin, end));
        assertThat(b.log().bytesSinceSnapshot()).isEqualTo(bytes);
        b.appendAndRun("b");
        b.log().abort();
        TestOwner c = world.owner("c");
        assertThat(c.replayFrom).isEqualTo(begin);
        assertThat(c.replayed).isEqualTo(range(begin, end + 1));
    }

    @Test
    void aSnapshotWithoutEndDoesNotCount() {
        TestOwner a = world.owner("a");
        a.appendAndRun("0");
        snapshot(a, false);
        world.loop.run();
        long end = a.log().nextSequence();
        a.log().abort();
        TestOwner b = world.owner("b");
        assertThat(b.fromSnapshot).isFalse();
        assertThat(b.replayed).isEqualTo(range(0, end));
    }

    @Test
    void aSnapshotThatEndsInALaterLedgerThanItBeganIsFound() {
        TestOwner a = world.owner("a");
        a.appendAndRun("0");
        long begin = snapshot(a, false);
        world.await(a.log().seal());
        a.log().append(new SnapshotEnd(1, begin, 1, 0, List.of()));
        world.loop.run();
        world.await(a.log().seal());
        a.appendAndRun("after");
        long end = a.log().nextSequence();
        a.log().abort();
        TestOwner b = world.owner("b");
        assertThat(b.replayed).isEqualTo(range(begin, end));
    }

    @Test
    void droppedLedgersAreNotMissed() {
        TestOwner a = world.owner("a");
        a.appendAndRun("old");
        List<Segment> old = world.await(a.log().seal());
        long begin = snapshot(a, true);
        List<Segment> kept = world.await(a.log().seal());
        a.appendAndRun("new");
        ReplayPosition from = new ReplayPosition(begin, kept.get(0).ledgerId());
        world.await(a.log().drop(List.of(old.get(0).ledgerId()), from));
        assertThat(a.log().segments())
                .extracting(Segment::ledgerId)
                .doesNotContain(old.get(0).ledgerId());
        assertThat(a.log().pendingDeletes()).isOne();
        assertThat(failureOf(a.log().read(old.get(0).ledgerId(), 0, 0, 1))).isInstanceOf(StoreException.NotFound.class);

        assertThat(world.await(a.log().deletePending(600_000))).isZero();
        assertThat(world.await(world.ledgers.list())).contains(old.get(0).ledgerId());
        world.loop.runFor(Duration.ofMinutes(10));
        assertThat(world.await(a.log().deletePending(600_000))).isOne();
        assertThat(world.await(world.ledgers.list())).doesNotContain(old.get(0).ledgerId());
        assertThat(a.log().pendingDeletes()).isZero();
        long end = a.log().nextSequence();
        a.log().abort();
        TestOwner b = world.owner("b");
        assertThat(b.replayed).isEqualTo(range(begin, end));
    }

    @Test
    void ledgersThatRecoverySealedAreDeletedLater() {
        TestOwner a = world.owner("a");
        a.appendAndRun("old");
        a.log().abort();
        TestOwner b = world.owner("b");
        long begin = snapshot(b, true);
        world.await(b.log().seal());
        Segment old = b.log().segments().get(0);
        assertThat(old.sealedByRecovery()).isTrue();
        world.await(b.log()
                .drop(
                        List.of(old.ledgerId()),
                        new ReplayPosition(begin, b.log().segments().get(1).ledgerId())));
        world.loop.runFor(Duration.ofMinutes(59));
        assertThat(world.await(b.log().deletePending(0))).isZero();
        world.loop.runFor(Duration.ofMinutes(2));
        assertThat(world.await(b.log().deletePending(0))).isOne();
    }

    @Test
    void aDeletionThatIsUnderWayWhenTheLogStopsFailsWithTheReason() {
        TestOwner a = world.owner("a");
        a.appendAndRun("old");
        long ledgerId = world.await(a.log().seal()).get(0).ledgerId();
        a.appendAndRun("new");
        Segment last = a.log().segments().get(1);
        world.await(a.log().drop(List.of(ledgerId), new ReplayPosition(last.firstSequence(), last.ledgerId())));
        CompletableFuture<Integer> deleted = a.log().deletePending(0);
        a.log().abort();
        world.loop.run();
        assertThat(failureOf(deleted))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessageContaining("was stopped");
    }

    @Test
    void aDropThatAReplayWouldMissIsRefused() {
        TestOwner a = world.owner("a");
        a.appendAndRun("old");
        List<Segment> old = world.await(a.log().seal());
        a.appendAndRun("new");
        long ledgerId = old.get(0).ledgerId();
        CompletableFuture<Void> dropped = a.log().drop(List.of(ledgerId), new ReplayPosition(0, ledgerId));
        world.loop.run();
        assertThatThrownBy(dropped::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(a.log().segments()).hasSize(2);
        assertThat(a.lost).isNull();
    }

    @Test
    void anOwnerThatFindsTheListOfLedgersFullCanStillWriteAndDropThem() {
        TestOwner a = world.owner("a");
        for (int i = 0; i < ShardNode.MAX_LEDGERS; i++) {
            a.appendAndRun("a" + i);
            world.await(a.log().seal());
        }
        a.log().abort();
        TestOwner b = world.owner("b");
        b.appendAndRun("b");
        assertThat(b.confirmed).containsExactly((long) ShardNode.MAX_LEDGERS);
        b.log().abort();

        TestOwner c = world.owner("c");
        c.appendAndRun("c0");
        c.log().rollSoon("test");
        world.loop.runFor(Duration.ofMinutes(1));
        c.appendAndRun("c1");
        assertThat(c.lost).isNull();
        List<Segment> segments = c.log().segments();
        assertThat(segments).as("no roll beyond the bound").hasSize(ShardNode.MAX_LEDGERS + 2);
        Segment last = segments.get(segments.size() - 1);
        List<Long> dropped = segments.stream()
                .limit(segments.size() - 1)
                .map(Segment::ledgerId)
                .toList();
        world.await(c.log().drop(dropped, new ReplayPosition(last.firstSequence(), last.ledgerId())));
        assertThat(c.log().segments()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aListedLedgerThatIsMissingMakesTheShardDamaged(boolean sealed) {
        TestOwner a = world.owner("a");
        a.appendAndRun("0");
        if (sealed) {
            world.await(a.log().seal());
        }
        long ledgerId = a.log().segments().get(0).ledgerId();
        a.log().abort();
        world.await(world.ledgers.delete(ledgerId));
        TestOwner b = new TestOwner(world, "b");
        StoreException failure = failureOf(b.open());
        assertThat(failure)
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining("ledger " + ledgerId + " is listed and doesn't exist");
        assertThat(world.node().state()).isEqualTo(ShardNode.State.DAMAGED);
        assertThat(world.node().damage()).contains("ledger " + ledgerId);
        assertThat(world.node().ledgers()).extracting(Segment::ledgerId).containsExactly(ledgerId);
    }

    @Test
    void aLedgerThatASuccessorDeletedIsNoDamageToTheFormerOwner() {
        TestOwner a = world.owner("a");
        a.appendAndRun("0");
        long ledgerId = world.await(a.log().seal()).get(0).ledgerId();
        TestOwner b = world.owner("b");
        world.await(world.ledgers.delete(ledgerId));
        CompletableFuture<?> read = a.log().read(ledgerId, 0, 0, 1);
        world.loop.run();
        assertThat(failureOf(read)).isInstanceOf(StoreException.Fenced.class);
        assertThat(a.lost).isInstanceOf(StoreException.Fenced.class);
        assertThat(b.lost).isNull();
        assertThat(world.node().state()).isEqualTo(ShardNode.State.OWNED);
    }

    @Test
    void aMissingLedgerIsNoDamageAsLongAsNobodyKnowsWhoseTheLogIs() {
        TestOwner a = world.owner("a");
        a.appendAndRun("0");
        long ledgerId = world.await(a.log().seal()).get(0).ledgerId();
        a.metadata.suspend();
        world.await(world.ledgers.delete(ledgerId));
        CompletableFuture<?> read = a.log().read(ledgerId, 0, 0, 1);
        world.loop.run();
        assertThat(failureOf(read)).isInstanceOf(StoreException.Unavailable.class);
        assertThat(a.lost).isNull();
    }

    @Test
    void aLedgerThatVanishesUnderAReaderEndsTheLog() {
        TestOwner a = world.owner("a");
        a.appendAndRun("0");
        long ledgerId = world.await(a.log().seal()).get(0).ledgerId();
        world.await(world.ledgers.delete(ledgerId));
        CompletableFuture<?> read = a.log().read(ledgerId, 0, 0, 1);
        world.loop.run();
        assertThat(failureOf(read)).isInstanceOf(StoreException.Damaged.class);
        assertThat(a.lost).isInstanceOf(StoreException.Damaged.class);
        assertThat(world.node().state()).isEqualTo(ShardNode.State.DAMAGED);
    }

    private StoreException openingWith(Function<ByteBuf, ByteBuf> change) {
        TestOwner a = world.owner("a");
        for (int i = 0; i < 5; i++) {
            a.appendAndRun("r" + i);
        }
        world.await(a.log().seal());
        a.log().abort();
        TestOwner b = new TestOwner(world, "b");
        StoreException failure = failureOf(b.open(new ChangedEntries(world.ledgers, 2, change), b.metadata));
        assertThat(world.node().state()).isEqualTo(ShardNode.State.DAMAGED);
        return failure;
    }

    @Test
    void aTruncatedEntryStopsTheReplay() {
        assertThat(openingWith(entry -> entry.writerIndex(entry.writerIndex() - 1)))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining("entry 2 of ledger 1");
    }

    @Test
    void aFlippedBitStopsTheReplay() {
        assertThat(openingWith(entry -> entry.setByte(30, entry.getByte(30) ^ 1)))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void anEntryOfAnotherShardStopsTheReplay() {
        World other = new World();
        TestOwner stranger = new TestOwner(other, "s");
        assertThat(stranger.open()).isCompleted();
        stranger.appendAndRun("r2");
        other.ledgers.faults().holdAcks();
        ByteBuf[] foreign = new ByteBuf[1];
        var reader = other.await(other.ledgers.open(1));
        foreign[0] = other.await(reader.read(0, 0, 1)).get(0);
        assertThat(openingWith(entry -> {
                    entry.release();
                    return foreign[0];
                }))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining("sequence 0");
    }

    @Test
    void aMissingEntryStopsTheReplay() {
        TestOwner a = world.owner("a");
        for (int i = 0; i < 5; i++) {
            a.appendAndRun("r" + i);
        }
        world.await(a.log().seal());
        a.log().abort();
        world.ledgers.faults().loseEntries(1, 2, 3);
        TestOwner b = new TestOwner(world, "b");
        assertThat(failureOf(b.open())).isInstanceOf(StoreException.Damaged.class);
    }

    @Test
    void aReplayThatRunsOutOfMemoryEndsTheOpeningAndIsHeardOfByTheLoop() {
        TestOwner a = world.owner("a");
        for (int i = 0; i < 5; i++) {
            a.appendAndRun("r" + i);
        }
        a.log().abort();
        TestOwner b = new TestOwner(world, "b");
        b.onReplayed = () -> {
            throw new OutOfMemoryError("no direct memory");
        };
        CompletableFuture<ShardLog> opening = b.opening(world.ledgers, b.metadata);
        assertThatThrownBy(() -> world.loop.runFor(Duration.ofSeconds(1))).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(opening::join).hasRootCauseMessage("no direct memory");
        assertThat(world.owner("c").replayed).hasSize(5);
    }

    @Test
    void anOwnerWithoutMetadataOrLedgersSaysUnavailableAndCanTryAgain() {
        TestOwner a = world.owner("a");
        a.appendAndRun("0");
        TestOwner b = new TestOwner(world, "b");
        b.metadata.suspend();
        assertThat(failureOf(b.open())).isInstanceOf(StoreException.Unavailable.class);
        b.metadata.resume();
        assertThat(b.open()).isCompleted();
        assertThat(b.replayed).containsExactly(0L);
    }

    @Test
    void emptyLedgersAreGivenUp() {
        TestOwner a = world.owner("a");
        world.ledgers.faults().holdAcks();
        a.appendAndRun("0");
        a.log().abort();
        TestOwner b = world.owner("b");
        assertThat(world.node().ledgers()).isEmpty();
        assertThat(world.node().pendingDelete())
                .extracting(ShardNode.PendingDelete::ledgerId)
                .containsExactly(1L);
        assertThat(b.log().nextSequence()).isZero();
    }

    @Test
    void anOperatorCanSetTheTimeBackAndASuccessorKeepsToIt() {
        TestOwner a = world.owner("a");
        a.appendAndRun("0");
        long now = world.loop.clock().millis();
        a.log().append(new OperatorTime(now + 1_000_000));
        world.loop.run();
        a.appendAndRun("ahead");
        assertThat(a.log().appendTimeMs()).isEqualTo(now + 1_000_000);
        a.log().append(new OperatorTime(now));
        world.loop.run();
        a.log().abort();
        TestOwner b = world.owner("b");
        b.append("b");
        assertThat(b.log().appendTimeMs()).isBetween(now, now + 1000);
    }
}
