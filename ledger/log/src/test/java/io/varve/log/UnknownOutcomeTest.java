/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.log.TestOwner.World;
import io.varve.log.TroubledMetadata.Trouble;
import io.varve.protocol.error.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every change of the shard's node, in turn, has an unknown outcome: nothing is lost, doubled or left undone. */
class UnknownOutcomeTest {
    private static final int CHANGES = 16;

    static Stream<Arguments> everyChange() {
        return Stream.of(Trouble.values()).flatMap(trouble -> LongStream.rangeClosed(1, CHANGES)
                .mapToObj(change -> Arguments.of((int) change, trouble)));
    }

    /** Claims, rolls, seals, drops and deletes; returns the number of changes that it took. */
    private static int life(int troubledChange, Trouble trouble) {
        World world = new World();
        world.config = TestConfigs.rollingAt(16 * 1024);
        TestOwner owner = new TestOwner(world, "a");
        TroubledMetadata metadata = new TroubledMetadata(owner.metadata, troubledChange, trouble);
        assertThat(owner.open(world.ledgers, metadata)).isCompleted();
        for (int i = 0; i < 8; i++) {
            owner.appendBatch(10_000);
            world.loop.runFor(Duration.ofSeconds(1));
        }
        owner.append("begin");
        List<Segment> sealed = world.await(owner.log().seal());
        assertThat(owner.confirmed).isEqualTo(LongStream.range(0, 9).boxed().toList());
        assertThat(sealed).isNotEmpty();
        List<Segment> segments = owner.log().segments();
        assertThat(segments.size()).isGreaterThan(1);
        Segment last = segments.get(segments.size() - 1);
        List<Long> dropped = segments.stream()
                .map(Segment::ledgerId)
                .filter(id -> id != last.ledgerId())
                .toList();
        world.await(owner.log().drop(dropped, new ReplayPosition(last.firstSequence(), last.ledgerId())));
        assertThat(world.await(owner.log().deletePending(0))).isEqualTo(dropped.size());
        assertThat(owner.lost).isNull();
        ShardNode node = world.node();
        assertThat(node.epoch()).isOne();
        assertThat(node.pendingDelete()).isEmpty();
        assertThat(node.ledgers()).containsExactly(last);
        return metadata.changes();
    }

    @ParameterizedTest
    @MethodSource("everyChange")
    void leavesNothingUndone(int change, Trouble trouble) {
        life(change, trouble);
    }

    @Test
    void everyChangeIsTried() {
        assertThat(life(-1, Trouble.REPLY_LOST)).isLessThanOrEqualTo(CHANGES);
    }

    @Test
    void aClaimWhoseReplyWasLostIsNotTakenForAnotherOfTheSameProcess() {
        World world = new World();
        world.owner("a").log().abort();
        TestOwner first = new TestOwner(world, "a");
        TestOwner second = new TestOwner(world, "a");
        var opening = first.opening(world.ledgers, new TroubledMetadata(first.metadata, 1, Trouble.REQUEST_LOST));
        var other = second.opening(world.ledgers, second.metadata);
        world.loop.runFor(Duration.ofSeconds(10));
        assertThat(other).isCompleted();
        assertThat(opening).isCompletedExceptionally();
        assertThat(opening.handle((log, failure) -> Hop.failure(failure)).join())
                .isInstanceOfAny(StoreException.Conflict.class, StoreException.Fenced.class);
    }
}
