/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.cluster.Assignee;
import io.varve.log.ShardNode;
import io.varve.log.ShardOwner;
import io.varve.metadata.Versioned;
import io.varve.shard.loop.Completions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private final ShardFixture fixture = new ShardFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private CompletableFuture<Optional<Versioned>> free(ShardOwner self, Predicate<Assignee> isAlive) {
        Handover handover = new Handover(fixture.logServices(), ShardFixture.SHARD, self, isAlive);
        return Completions.call(fixture.loop, handover::await);
    }

    @Test
    void aShardThatNobodyHasIsFree() {
        assertThat(ShardFixture.await(free(new ShardOwner("broker-2", 2), process -> true)))
                .isEmpty();
    }

    @Test
    void nobodyWaitsForAProcessThatIsGone() {
        fixture.open(ShardFixture.config());
        ShardFixture.await(free(new ShardOwner("broker-2", 2), process -> false));
        // Neither for its own former claim.
        ShardFixture.await(free(new ShardOwner("broker-1", 1), process -> true));
    }

    @Test
    void aShardIsFreeWhenItsOwnerHasLetGo() {
        Shard shard = fixture.open(ShardFixture.config());
        CompletableFuture<Optional<Versioned>> free =
                free(new ShardOwner("broker-2", 2), new Assignee("broker-1", 1)::equals);
        fixture.produce(shard, 0, "a");
        assertThat(free).isNotDone();
        ShardFixture.await(Completions.call(fixture.loop, shard::close));
        assertThat(ShardFixture.await(free))
                .hasValueSatisfying(node ->
                        assertThat(ShardNode.parse(node.bytes()).state()).isEqualTo(ShardNode.State.CLOSED));
        ShardFixture.await(free(new ShardOwner("broker-2", 2), process -> true));
    }

    @Test
    void anOwnerThatDoesNotLetGoIsNotWaitedForForEver() {
        fixture.open(ShardFixture.config());
        ShardFixture.await(free(new ShardOwner("broker-2", 2), process -> true));
    }
}
