/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.log.ShardNode;
import io.varve.simulation.broker.Wiring;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bookies that lost what they had confirmed: nothing repairs that, and nothing may read over it either. */
class MissingEntriesTest {
    private static final Scale ONE_SHARD = new Scale(2, 1, 2, 2, 1, Duration.ZERO, 0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void logWithAHoleIsDamagedAndNeverReadOver(long seed) {
        Outcome outcome = Simulation.play(ONE_SHARD, seed, Wiring.SOUND, simulation -> {
            Cluster cluster = simulation.cluster();
            simulation.begin();
            simulation.pass(Duration.ofSeconds(6));
            cluster.running().forEach(cluster::crash);
            cluster.witness().entriesAreLost();
            for (long ledgerId : cluster.ledgers().unended()) {
                cluster.ledgers()
                        .faults()
                        .loseEntries(
                                ledgerId, 0, cluster.ledgers().entries(ledgerId).size() - 1);
            }
            cluster.restartCrashed();
            simulation.pass(Duration.ofSeconds(30));
            assertThat(Objects.requireNonNull(cluster.witness().node(0)).state())
                    .isEqualTo(ShardNode.State.DAMAGED);
        });
        assertThat(outcome.violation()).isNull();
    }
}
