/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static io.varve.log.RollPolicy.Decision.KEEP;
import static io.varve.log.RollPolicy.Decision.ROLL;
import static io.varve.log.RollPolicy.Decision.SEAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RollPolicyTest {
    private static final long MIB = 1 << 20;
    private static final long MINUTE = 60_000;

    private final RollPolicy policy = new RollPolicy(ShardLogConfig.DEFAULTS, new Random(1));

    @Test
    void rollsAtItsSizeButNotTwiceInHalfAMinute() {
        assertThat(policy.decide(255 * MIB, MINUTE, 3, 3, false, false)).isEqualTo(KEEP);
        assertThat(policy.decide(256 * MIB, MINUTE, 3, 3, false, false)).isEqualTo(ROLL);
        assertThat(policy.decide(256 * MIB, 20_000, 3, 3, false, false)).isEqualTo(KEEP);
        assertThat(policy.decide(4096 * MIB, 20_000, 3, 3, false, false)).isEqualTo(ROLL);
    }

    @Test
    void rollsByAgeSoonerWhenThereIsSomethingInIt() {
        assertThat(policy.decide(32 * MIB, 4 * MINUTE, 3, 3, false, false)).isEqualTo(KEEP);
        assertThat(policy.decide(32 * MIB, 5 * MINUTE, 3, 3, false, false)).isEqualTo(ROLL);
        assertThat(policy.decide(MIB, 59 * MINUTE, 3, 3, false, false)).isEqualTo(KEEP);
        assertThat(policy.decide(MIB, 60 * MINUTE, 3, 3, false, false)).isEqualTo(ROLL);
    }

    @Test
    void anIdleLedgerIsEndedWithoutASuccessor() {
        assertThat(policy.decide(MIB, 60 * MINUTE, 3, 3, true, false)).isEqualTo(SEAL);
        assertThat(policy.decide(MIB, MINUTE, 3, 3, true, true)).isEqualTo(SEAL);
    }

    @Test
    void aBacklogOfSealedSegmentsMakesThemLarger() {
        assertThat(policy.decide(256 * MIB, 60 * MINUTE, 40, 33, false, false)).isEqualTo(KEEP);
        assertThat(policy.decide(512 * MIB, 60 * MINUTE, 40, 33, false, false)).isEqualTo(ROLL);
    }

    @Test
    void whatIsTieredAlreadyIsNoBacklog() {
        assertThat(policy.decide(MIB, 60 * MINUTE, 100, 32, false, false)).isEqualTo(ROLL);
    }

    @Test
    void atTheBoundOfTheListTheLedgerGrows() {
        assertThat(policy.decide(1L << 40, 60 * MINUTE, ShardNode.MAX_LEDGERS - 2, 0, false, true))
                .isEqualTo(KEEP);
    }

    @Test
    void agesDifferByAFifthAtMost() {
        for (int i = 0; i < 1000; i++) {
            policy.nextLedger();
            assertThat(policy.decide(32 * MIB, 4 * MINUTE - 1, 3, 3, false, false))
                    .isEqualTo(KEEP);
            assertThat(policy.decide(32 * MIB, 6 * MINUTE + 1, 3, 3, false, false))
                    .isEqualTo(ROLL);
        }
    }
}
