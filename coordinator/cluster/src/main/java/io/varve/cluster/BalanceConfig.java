/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.time.Duration;

/**
 * How shards move between live brokers. The controller's settings count, so they are the same for all brokers.
 *
 * @param balance who decides about moves for balance; brokers are drained in either mode
 * @param balanceAfter for how long shares must have been uneven, and no broker have come, gone or been drained, before the controller
 *     balances by itself; not negative
 * @param movesAtOnce shards that move at the same time, at most; from 1
 */
public record BalanceConfig(BalanceMode balance, Duration balanceAfter, int movesAtOnce) {
    /** Automatic, half a minute after the last change, four shards at a time. */
    public static final BalanceConfig DEFAULTS = new BalanceConfig(BalanceMode.AUTO, Duration.ofSeconds(30), 4);

    public BalanceConfig {
        if (balanceAfter.isNegative()) {
            throw new IllegalArgumentException("balance-after must not be negative, not " + balanceAfter);
        }
        if (movesAtOnce < 1) {
            throw new IllegalArgumentException("moves-at-once must be at least 1, not " + movesAtOnce);
        }
    }
}
