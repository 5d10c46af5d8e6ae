/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.log.ShardOwner;
import io.varve.protocol.wire.Produced;
import io.varve.shard.loop.Completions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandbyTest {
    /** So that snapshots are written all the time. */
    private static final ShardConfig CONFIG = ShardFixture.config(Duration.ofHours(1), 16 << 10);

    private final ShardFixture fixture = new ShardFixture();
    private final BlockingQueue<Integer> prepared = new LinkedBlockingQueue<>();
    private final Standby standby =
            new Standby(ShardFixture.SHARD, fixture.loop, () -> fixture.opening(CONFIG), prepared::add);

    @AfterEach
    void stop() {
        fixture.loop.execute(standby::stop);
        fixture.close();
    }

    private void prepares(int epoch) throws InterruptedException {
        assertThat(prepared.poll(20, TimeUnit.SECONDS)).isEqualTo(epoch);
    }

    private Produced produce(Shard shard, int sequence) {
        return fixture.ask(reply ->
                shard.produce(fixture.topic(), 0, ShardFixture.batch(7, sequence, "value " + sequence), null, reply));
    }

    @Test
    void aStandbyTakesOverWhatTheOwnerLetGoOfWithAllThatItKnows() throws Exception {
        Shard first = fixture.open(CONFIG);
        int sequence = 0;
        for (; sequence < 500; sequence++) {
            produce(first, sequence);
        }
        fixture.loop.execute(standby::start);
        prepares(1);
        for (; sequence < 1_000; sequence++) {
            produce(first, sequence);
        }
        ShardFixture.await(Completions.call(fixture.loop, first::close));
        Shard second = fixture.takeOver(standby);

        assertThat(produce(second, sequence - 1).getDuplicate()).isTrue();
        assertThat(produce(second, sequence).getBaseOffset()).isEqualTo(sequence);
        ShardFixture.Reading reading = fixture.read(second, 0, 0, 1 << 20);
        for (int offset = 0; offset <= sequence; offset++) {
            assertThat(reading.next()).startsWith(offset + " value " + offset + " ");
        }
        assertThatThrownBy(() -> produce(first, 0)).hasMessageContaining("doesn't serve shard");
    }

    @Test
    void aStandbyThatIsNotPreparedTakesNothing() {
        Shard shard = fixture.open(CONFIG);
        assertThatThrownBy(() -> ShardFixture.await(Completions.call(
                        fixture.loop, () -> standby.takeOver(new ShardOwner("broker-2", 2), Optional.empty()))))
                .hasMessageContaining("isn't prepared");
        assertThat(fixture.produce(shard, 0, "a").getBaseOffset()).isZero();
    }

    @Test
    void aStandbyTakesNothingFromAnOwnerThatServes() throws Exception {
        Shard shard = fixture.open(CONFIG);
        fixture.produce(shard, 0, "a");
        fixture.loop.execute(standby::start);
        prepares(1);
        assertThatThrownBy(() -> ShardFixture.await(Completions.call(
                        fixture.loop, () -> standby.takeOver(new ShardOwner("broker-2", 2), Optional.empty()))))
                .hasMessageContaining("is not closed but OWNED");
        assertThat(fixture.produce(shard, 0, "b").getBaseOffset()).isOne();
    }

    @Test
    void aStandbyBeginsAnewWhenTheShardGetsAnotherOwner() throws Exception {
        Shard first = fixture.open(CONFIG);
        fixture.produce(first, 0, "a");
        fixture.loop.execute(standby::start);
        prepares(1);
        Shard second = fixture.open(CONFIG);
        fixture.produce(second, 0, "b");
        prepares(2);
        ShardFixture.await(Completions.call(fixture.loop, second::close));
        Shard third = fixture.takeOver(standby);
        assertThat(fixture.produce(third, 0, "c").getBaseOffset()).isEqualTo(2);
    }
}
