/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TailCacheTest {
    private static final int BODY_BYTES = 10_000;
    private static final long BUDGET_BYTES = 100_000;
    private static final long BUSY_LEDGER = 1;
    private static final long QUIET_LEDGER = 2;

    private final TailCache cache = new TailCache(BUDGET_BYTES);
    private final TailCache.Part busy = cache.new Part();
    private final TailCache.Part quiet = cache.new Part();

    @AfterEach
    void letGo() {
        busy.clear();
        quiet.clear();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void allShardsOfALoopStayWithinOneBudget() {
        for (int entry = 0; entry < 50; entry++) {
            busy.add(Entries.view(BUSY_LEDGER, entry, BODY_BYTES));
            quiet.add(Entries.view(QUIET_LEDGER, entry, BODY_BYTES));
            assertThat(cache.bytes()).isLessThanOrEqualTo(BUDGET_BYTES);
        }
    }

    @Test
    void theOldestEntryGoesFirstWhoeverWritesTheNext() {
        quiet.add(Entries.view(QUIET_LEDGER, 0, BODY_BYTES));
        int entry = 0;
        while (quiet.get(QUIET_LEDGER, 0) != null) {
            busy.add(Entries.view(BUSY_LEDGER, entry++, BODY_BYTES));
        }
        assertThat(busy.get(BUSY_LEDGER, 0)).isNotNull();
        // What the quiet shard had is the busy one's now.
        assertThat(cache.bytes()).isGreaterThan(BUDGET_BYTES - 2 * BODY_BYTES);
    }

    @Test
    void theNewestEntryStaysEvenWhenItAloneIsLargerThanTheBudget() {
        busy.add(Entries.view(BUSY_LEDGER, 0, BODY_BYTES));
        busy.add(Entries.view(BUSY_LEDGER, 1, (int) BUDGET_BYTES * 2));
        assertThat(busy.get(BUSY_LEDGER, 0)).isNull();
        assertThat(busy.get(BUSY_LEDGER, 1)).isNotNull();
    }

    @Test
    void aShardThatClosesGivesItsMemoryBackAndLeavesTheOthersTheirs() {
        busy.add(Entries.view(BUSY_LEDGER, 0, BODY_BYTES));
        quiet.add(Entries.view(QUIET_LEDGER, 0, BODY_BYTES));
        long both = cache.bytes();
        busy.clear();
        assertThat(busy.get(BUSY_LEDGER, 0)).isNull();
        assertThat(quiet.get(QUIET_LEDGER, 0)).isNotNull();
        assertThat(cache.bytes()).isEqualTo(both / 2);
    }
}
