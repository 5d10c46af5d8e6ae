/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.shard.tier.RetentionRule.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionRuleTest {
    private static final List<Run> RUNS =
            List.of(new Run(10, 100, 1_000), new Run(20, 100, 2_000), new Run(30, 100, 3_000));

    @Test
    void keepsEverythingWithoutLimits() {
        assertThat(RetentionRule.newStart(RUNS, 0, 50, Long.MIN_VALUE, 0)).isZero();
    }

    @Test
    void removesRunsWhoseLastAppendIsTooOld() {
        assertThat(RetentionRule.newStart(RUNS, 0, 50, 2_001, 0)).isEqualTo(20);
    }

    @Test
    void keepsARunThatIsNotOldToItsEnd() {
        assertThat(RetentionRule.newStart(RUNS, 0, 50, 1_000, 0)).isZero();
    }

    @Test
    void removesTheOldestWhileEnoughBytesStay() {
        assertThat(RetentionRule.newStart(RUNS, 0, 50, Long.MIN_VALUE, 150)).isEqualTo(20);
        assertThat(RetentionRule.newStart(RUNS, 0, 50, Long.MIN_VALUE, 151)).isEqualTo(10);
    }

    @Test
    void neverRemovesWhatIsBehindTheSealedRuns() {
        assertThat(RetentionRule.newStart(RUNS, 0, 50, Long.MAX_VALUE, 1)).isEqualTo(30);
    }

    @Test
    void theStartNeverMovesBack() {
        assertThat(RetentionRule.newStart(RUNS, 25, 50, 1_001, 0)).isEqualTo(25);
    }
}
