/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.broker;

import io.varve.cluster.BalanceConfig;
import io.varve.cluster.BalanceMode;
import io.varve.log.ShardLogConfig;
import io.varve.objects.cold.ColdReaderConfig;
import io.varve.shard.ShardConfig;
import io.varve.shard.core.Upkeep;
import io.varve.shard.read.ReadBudget;
import io.varve.shard.tier.TieringPolicy;
import io.varve.tiering.TiererConfig;
import java.time.Duration;

/** Settings under which half a minute holds what takes a real broker a day: rolls, snapshots, copies, deletions. */
final class QuickSettings {
    static final ColdReaderConfig COLD = new ColdReaderConfig(1 << 20, 64 << 10, 4 << 10, 64 << 10, 64);
    static final TiererConfig TIERER = new TiererConfig(1, 8 << 10, 6 << 10, TiererConfig.Verify.FULL);

    static final BalanceConfig BALANCE = new BalanceConfig(BalanceMode.AUTO, Duration.ofSeconds(2), 1);

    static final Duration LOAD_INTERVAL = Duration.ofSeconds(5);

    static final ReadBudget READS = new ReadBudget(16 << 10, 64 << 10);

    private QuickSettings() {}

    static ShardConfig shard() {
        ShardLogConfig usual = ShardLogConfig.DEFAULTS;
        ShardLogConfig log = new ShardLogConfig(
                1024,
                4096,
                1,
                4,
                usual.pendingBytes(),
                Duration.ofSeconds(20),
                Duration.ofMillis(20),
                16 << 10,
                1 << 20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(8),
                2048,
                Duration.ofSeconds(15),
                Duration.ofSeconds(3),
                64 << 10,
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(12));
        return new ShardConfig(
                log,
                new TieringPolicy(false, Duration.ofSeconds(3), Duration.ofSeconds(5)),
                new Upkeep(8 << 10, Duration.ofSeconds(5)));
    }
}
