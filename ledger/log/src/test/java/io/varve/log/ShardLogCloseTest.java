/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.log.TestOwner.World;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an owner lets go of its log. */
class ShardLogCloseTest {
    private final World world = new World();

    @Test
    void closingSealsAndTakesNoMore() {
        TestOwner owner = world.owner("a");
        owner.append("0");
        CompletableFuture<Void> closed = owner.log().close();
        assertThatThrownBy(() -> owner.append("1")).isInstanceOf(IllegalStateException.class);
        world.await(closed);
        assertThat(owner.confirmed).containsExactly(0L);
        assertThat(world.node().state()).isEqualTo(ShardNode.State.CLOSED);
        assertThat(world.node().ledgers().get(0).sealedByRecovery()).isFalse();
        assertThat(owner.lostCalls).isZero();
        TestOwner b = world.owner("b");
        assertThat(b.replayed).containsExactly(0L);
    }

    @Test
    void closingRecordsTheLastEndAndTheOwnersLeaveInOneChange() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        int before = version();
        world.await(owner.log().close());
        assertThat(version()).isEqualTo(before + 1);
        assertThat(world.node().state()).isEqualTo(ShardNode.State.CLOSED);
    }

    @Test
    void closingGivesUpALedgerThatWasListedAheadAndNotWritten() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.loop.runFor(Duration.ofSeconds(11));
        world.ledgers.faults().holdAcks();
        owner.append("1");
        owner.log().rollSoon("test");
        world.loop.run();
        assertThat(world.node().ledgers()).hasSize(2);
        CompletableFuture<Void> closed = owner.log().close();
        world.ledgers.faults().releaseAcks();
        world.await(closed);
        assertThat(world.node().ledgers()).extracting(Segment::state).containsExactly(Segment.State.SEALED);
        assertThat(world.node().pendingDelete()).hasSize(1);
        assertThat(world.owner("b").replayed).containsExactly(0L, 1L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLedgerThatIsCreatedDuringTheCloseIsDeletedAndNotListed(boolean createdInTime) {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.loop.runFor(Duration.ofSeconds(11));
        world.ledgers.faults().holdCreates();
        owner.log().rollSoon("test");
        world.loop.run();
        CompletableFuture<Void> closed = owner.log().close();
        if (createdInTime) {
            world.ledgers.faults().releaseCreates();
        }
        world.await(closed);
        world.ledgers.faults().releaseCreates();
        world.loop.run();
        assertThat(world.node().state()).isEqualTo(ShardNode.State.CLOSED);
        assertThat(world.node().ledgers()).extracting(Segment::state).containsExactly(Segment.State.SEALED);
        assertThat(world.node().pendingDelete()).isEmpty();
        assertThat(world.await(world.ledgers.list())).hasSize(1);
        assertThat(owner.lostCalls).isZero();
    }

    @Test
    void closingWaitsForTheLedgerThatTheLastRecordsNeed() {
        TestOwner owner = world.owner("a");
        world.ledgers.faults().holdCreates();
        owner.append("0");
        world.loop.run();
        CompletableFuture<Void> closed = owner.log().close();
        world.loop.run();
        assertThat(closed).isNotDone();
        world.ledgers.faults().releaseCreates();
        world.await(closed);
        assertThat(owner.confirmed).containsExactly(0L);
        assertThat(world.node().state()).isEqualTo(ShardNode.State.CLOSED);
        assertThat(world.owner("b").replayed).containsExactly(0L);
    }

    private int version() {
        var found = world.reader.get(ShardNode.path(TestOwner.SHARD.shard()));
        world.loop.run();
        return found.join().orElseThrow().version();
    }
}
