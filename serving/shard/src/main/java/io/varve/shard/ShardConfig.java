/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.log.ShardLogConfig;
import io.varve.shard.core.Upkeep;
import io.varve.shard.tier.TieringPolicy;

/**
 * Settings of one shard.
 *
 * @param log of its log
 * @param tiering when its segments go to objects
 * @param upkeep how often it looks after itself
 */
public record ShardConfig(ShardLogConfig log, TieringPolicy tiering, Upkeep upkeep) {
    /** What suits a broker with a few dozen shards. */
    public static final ShardConfig DEFAULTS =
            new ShardConfig(ShardLogConfig.DEFAULTS, TieringPolicy.DEFAULTS, Upkeep.DEFAULTS);
}
