/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.log.SimulatedLoop;
import io.varve.shard.loop.Completions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardTableTest {
    private static final int SHARD = ShardFixture.SHARD;

    private final ShardFixture fixture = new ShardFixture();
    private final SimulatedLoop time = new SimulatedLoop();
    private final ShardTable table = new ShardTable(time);
    private final List<String> ran = new ArrayList<>();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private boolean await(String name) {
        return table.await(SHARD, shard -> ran.add(name), () -> ran.add(name + " refused"));
    }

    /** Everything that was handed to the shard's loop has run. */
    private void loopIsIdle() {
        ShardFixture.await(Completions.call(fixture.loop, () -> CompletableFuture.completedFuture(null)));
    }

    @Test
    void whatWaitedRunsInOrderAndBeforeWhatFindsTheShardServed() {
        Shard shard = fixture.open(ShardFixture.config());
        table.expect(SHARD);
        assertThat(table.find(SHARD)).isEmpty();
        assertThat(await("first")).isTrue();
        assertThat(await("second")).isTrue();
        table.serve(SHARD, shard);
        assertThat(table.find(SHARD)).contains(shard);
        assertThat(table.all()).containsExactly(shard);
        assertThat(await("third")).isTrue();
        loopIsIdle();
        assertThat(ran).containsExactly("first", "second", "third");
        time.runFor(Duration.ofMinutes(1));
        assertThat(ran).hasSize(3);
    }

    @Test
    void nobodyWaitsForAShardThatIsNotExpected() {
        assertThat(await("first")).isFalse();
        table.expect(SHARD);
        assertThat(await("second")).isTrue();
        assertThat(table.remove(SHARD)).isEmpty();
        assertThat(await("third")).isFalse();
        assertThat(ran).containsExactly("second refused");
    }

    @Test
    void nobodyWaitsForLong() {
        table.expect(SHARD);
        assertThat(await("first")).isTrue();
        time.runFor(Duration.ofMillis(1_999));
        assertThat(ran).isEmpty();
        assertThat(await("second")).isTrue();
        time.runFor(Duration.ofMillis(1));
        assertThat(ran).containsExactly("first refused", "second refused");
        assertThat(await("third")).isTrue();
        time.runFor(Duration.ofSeconds(2));
        assertThat(ran).hasSize(3);
    }
}
