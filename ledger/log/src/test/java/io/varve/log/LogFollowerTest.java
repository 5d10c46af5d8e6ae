/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.log.TestOwner.World;
import io.varve.log.record.SectionKey;
import io.varve.log.record.SnapshotBegin;
import io.varve.log.record.SnapshotEnd;
import io.varve.log.record.SnapshotSection;
import io.varve.metadata.MetadataStore;
import io.varve.protocol.error.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogFollowerTest {
    private static final Duration STEP = Duration.ofMillis(30);

    private final World world = new World();
    private final TestOwner b = new TestOwner(world, "b");
    private TestOwner a;

    @BeforeEach
    void own() {
        a = world.owner("a");
    }

    private static List<Long> range(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            a.appendAndRun("r" + i);
        }
    }

    private LogFollower following() {
        return following(b.metadata);
    }

    private LogFollower following(MetadataStore nodes) {
        LogFollower follower = b.follower(nodes);
        assertThat(world.await(follower.start())).isEqualTo(1);
        return follower;
    }

    private int version() {
        var found = world.reader.get(ShardNode.path(TestOwner.SHARD.shard()));
        world.loop.run();
        return found.join().orElseThrow().version();
    }

    private List<Long> ledgers() {
        return world.await(world.ledgers.list());
    }

    private static StoreException failureOf(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return Hop.failure(future.handle((value, failure) -> failure).join());
    }

    @Test
    void aClosedLogIsInheritedByOneWriteAndGoesOnInALedgerThatIsThere() {
        append(100);
        LogFollower follower = following();
        append(50);
        world.loop.runFor(STEP);
        assertThat(b.replayed).hasSizeGreaterThan(100);
        append(10);
        int before = version();
        world.await(a.log().close());
        assertThat(b.succeed(follower)).isCompleted();
        assertThat(version()).as("one write to let go, one to inherit").isEqualTo(before + 2);
        assertThat(b.replayed).isEqualTo(range(0, 160));
        ShardNode node = world.node();
        assertThat(node.state()).isEqualTo(ShardNode.State.OWNED);
        assertThat(node.epoch()).isEqualTo(2);
        assertThat(node.ledgers()).noneMatch(Segment::sealedByRecovery);
        List<Long> ledgers = ledgers();
        b.appendAndRun("b");
        assertThat(b.confirmed).containsExactly(160L);
        assertThat(ledgers()).isEqualTo(ledgers);
        assertThat(a.lostCalls).isZero();

        b.log().abort();
        assertThat(world.owner("c").replayed).isEqualTo(range(0, 161));
    }

    @Test
    void aLogIsFollowedOverRollsAndSnapshots() {
        append(5);
        long begin = snapshot();
        world.await(a.log().seal());
        append(5);
        LogFollower follower = following();
        assertThat(b.fromSnapshot).isTrue();
        assertThat(b.replayFrom).isEqualTo(begin);
        for (int i = 0; i < 3; i++) {
            append(4);
            world.await(a.log().seal());
            world.loop.runFor(STEP);
            append(3);
            world.loop.runFor(STEP);
        }
        long again = snapshot();
        append(2);
        long end = a.log().nextSequence();
        long bytes = a.log().bytesSinceSnapshot();
        world.await(a.log().close());
        assertThat(b.succeed(follower)).isCompleted();
        assertThat(b.replayFrom).isEqualTo(begin);
        assertThat(b.replayed).isEqualTo(range(begin, end));
        assertThat(b.log().bytesSinceSnapshot()).isEqualTo(bytes);
        b.appendAndRun("b");
        b.log().abort();
        TestOwner c = world.owner("c");
        assertThat(c.replayFrom).isEqualTo(again);
        assertThat(c.replayed).isEqualTo(range(again, end + 1));
    }

    private long snapshot() {
        long begin = a.log().append(new SnapshotBegin(1, SnapshotBegin.Kind.FULL, 0));
        a.appendAndRun("during");
        a.log().append(new SnapshotSection(SectionKey.shard(), 1, 0, 1, Unpooled.wrappedBuffer(new byte[10])));
        world.loop.run();
        a.log().append(new SnapshotEnd(1, begin, 1, 0, List.of()));
        world.loop.run();
        return begin;
    }

    @Test
    void whatIsNotConfirmedIsNotGiven() {
        append(10);
        world.ledgers.faults().holdAcks();
        append(5);
        LogFollower follower = following();
        world.loop.runFor(STEP);
        assertThat(b.replayed).isEqualTo(range(0, b.replayed.size())).hasSizeLessThanOrEqualTo(10);
        follower.stop();
    }

    @Test
    void anIdleLogGetsNoLedger() {
        LogFollower follower = following();
        world.await(a.log().close());
        assertThat(b.succeed(follower)).isCompleted();
        assertThat(ledgers()).isEmpty();
        assertThat(b.log().nextSequence()).isZero();
        b.appendAndRun("b");
        assertThat(b.confirmed).containsExactly(0L);
    }

    @Test
    void aLogThatWasNotClosedIsNotInherited() {
        append(10);
        LogFollower follower = following();
        assertThat(ledgers()).hasSize(2);
        a.log().abort();
        assertThat(failureOf(b.succeed(follower))).isInstanceOf(StoreException.Unavailable.class);
        assertThat(world.node().epoch()).isEqualTo(1);
        world.loop.run();
        assertThat(ledgers()).as("the one that was created ahead is gone").hasSize(1);
        assertThat(world.owner("c").replayed).isEqualTo(range(0, 10));
    }

    @Test
    void aFollowerThatIsStoppedBeforeItKnowsWhereToBeginReplaysNothing() {
        append(100);
        LogFollower follower = b.follower(b.metadata);
        CompletableFuture<Integer> near = follower.start();
        follower.stop();
        world.loop.runFor(STEP);
        assertThat(b.replayFrom).isEqualTo(-1);
        assertThat(b.replayed).isEmpty();
        assertThat(near).isNotDone();
    }

    @Test
    void whatWasReadAheadOfARecordThatCanNotBeReplayedIsReleased() {
        append(5);
        world.await(a.log().seal());
        append(5);
        world.await(a.log().seal());
        b.onReplayed = () -> {
            throw new IllegalStateException("a record that doesn't fit");
        };
        List<ByteBuf> read = new ArrayList<>();
        LogFollower follower = b.follower(
                new ChangedEntries(world.ledgers, 0, entry -> {
                    read.add(entry);
                    return entry;
                }),
                b.metadata);
        CompletableFuture<Void> stopped = follower.lost().thenAccept(reason -> follower.stop());
        CompletableFuture<Integer> near = follower.start();
        world.loop.runFor(STEP);
        assertThat(stopped).isCompleted();
        assertThat(near).isNotDone();
        assertThat(read).hasSizeGreaterThan(1).allMatch(entry -> entry.refCnt() == 0);
    }

    @Test
    void whoClaimsFirstHasIt() {
        append(10);
        LogFollower follower = following();
        world.await(a.log().close());
        TestOwner c = world.owner("c");
        assertThat(failureOf(b.succeed(follower))).isInstanceOf(StoreException.Unavailable.class);
        c.appendAndRun("c");
        assertThat(c.confirmed).containsExactly(10L);
        assertThat(c.lostCalls).isZero();
        assertThat(world.node().epoch()).isEqualTo(2);
    }

    @Test
    void aFollowerHearsThatTheLogHasAnotherOwner() {
        append(10);
        LogFollower follower = following();
        a.log().abort();
        world.owner("c");
        assertThat(world.await(follower.lost())).isInstanceOf(StoreException.Unavailable.class);
        follower.stop();
    }

    @Test
    void aClaimWhoseReplyIsLostIsFoundAgain() {
        append(10);
        LogFollower follower = following(new TroubledMetadata(b.metadata, 1, TroubledMetadata.Trouble.REPLY_LOST));
        world.await(a.log().close());
        assertThat(b.succeed(follower)).isCompleted();
        assertThat(world.node().epoch()).isEqualTo(2);
        b.appendAndRun("b");
        assertThat(b.confirmed).containsExactly(10L);
    }

    @Test
    void aClaimThatIsLostLeavesNothing() {
        append(10);
        LogFollower follower = following(new TroubledMetadata(b.metadata, 1, TroubledMetadata.Trouble.REQUEST_LOST));
        world.await(a.log().close());
        assertThat(failureOf(b.succeed(follower))).isInstanceOf(StoreException.Conflict.class);
        assertThat(world.node().state()).isEqualTo(ShardNode.State.CLOSED);
        world.loop.run();
        assertThat(ledgers()).hasSize(1);
        assertThat(world.owner("c").replayed).isEqualTo(range(0, 10));
    }

    @Test
    void aLedgerThatWasNeverWrittenIsGivenUp() {
        append(10);
        LogFollower follower = following();
        world.await(a.log().close());
        assertThat(b.succeed(follower)).isCompleted();
        assertThat(world.node().ledgers()).hasSize(2);
        world.await(b.log().close());
        assertThat(world.node().ledgers()).hasSize(1);
        assertThat(world.node().pendingDelete()).hasSize(1);
        assertThat(world.owner("c").replayed).isEqualTo(range(0, 10));
    }
}
