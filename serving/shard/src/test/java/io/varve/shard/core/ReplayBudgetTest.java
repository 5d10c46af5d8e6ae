/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplayBudgetTest {
    private static final long MIB = 1 << 20;

    private final ReplayBudget budget = new ReplayBudget(100 * MIB);
    private final ReplayBudget.Share a = budget.share();
    private final ReplayBudget.Share b = budget.share();

    @Test
    void nobodyHasToWriteASnapshotWithinTheLimit() {
        a.settle(60 * MIB, 0);
        b.settle(40 * MIB, 0);
        assertThat(a.isDue()).isFalse();
        assertThat(b.isDue()).isFalse();
    }

    @Test
    void beyondTheLimitTheOneThatSparesMostWritesOne() {
        a.settle(60 * MIB, 0);
        b.settle(41 * MIB, 0);
        assertThat(a.isDue()).isTrue();
        assertThat(b.isDue()).isFalse();

        a.settle(MIB, MIB);
        assertThat(a.isDue()).isFalse();
        assertThat(b.isDue()).as("the rest is within the limit").isFalse();
    }

    @Test
    void aSnapshotThatIsLargerThanWhatItSparesIsNotWritten() {
        a.settle(150 * MIB, 80 * MIB);
        b.settle(20 * MIB, MIB);
        assertThat(a.isDue()).isFalse();
        assertThat(b.isDue()).isTrue();

        a.settle(160 * MIB, 80 * MIB);
        assertThat(a.isDue()).isTrue();
        assertThat(b.isDue()).isFalse();
    }

    @Test
    void aShardThatIsGoneDoesNotCount() {
        a.settle(99 * MIB, 0);
        b.settle(20 * MIB, 0);
        a.close();
        a.settle(99 * MIB, 0);
        assertThat(b.isDue()).isFalse();
        assertThat(a.isDue()).isFalse();
    }
}
