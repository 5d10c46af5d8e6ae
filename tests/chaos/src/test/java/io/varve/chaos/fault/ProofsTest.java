/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProofsTest {
    private static final int BY_SIGKILL = 137;
    private static final Ledgers LEFT = new Ledgers(0, 0, 2, 0);
    private static final Ledgers RECOVERED = new Ledgers(0, 0, 0, 2);

    @Test
    void aBrokerWasKilledWhenItsShardsWereClaimedAnew() {
        assertThat(Proofs.brokerKilled(BY_SIGKILL, 3, 3, RECOVERED))
                .isEqualTo(new Evidence(
                        true, "ended with 137; 3 of its 3 shards claimed anew; 2 recovered by a successor"));

        assertThat(Proofs.brokerKilled(BY_SIGKILL, 3, 0, Ledgers.UNHARMED).bit())
                .isFalse();
        assertThat(Proofs.brokerKilled(BY_SIGKILL, 0, 0, Ledgers.UNHARMED).bit())
                .isFalse();
        assertThat(Proofs.brokerKilled(1, 3, 3, RECOVERED).bit()).isFalse();
    }

    @Test
    void aBookieWasKilledWhenItsWritersNoticed() {
        assertThat(Proofs.bookieKilled(BY_SIGKILL, LEFT))
                .isEqualTo(new Evidence(true, "ended with 137; 2 left because a bookie was away"));
        assertThat(Proofs.bookieKilled(BY_SIGKILL, new Ledgers(1, 0, 0, 0)).bit())
                .isTrue();

        assertThat(Proofs.bookieKilled(BY_SIGKILL, Ledgers.UNHARMED).bit()).isFalse();
        assertThat(Proofs.bookieKilled(BY_SIGKILL, RECOVERED).bit()).isFalse();
    }

    @Test
    void aZooKeeperServerWasKilledWhenSomebodysConnectionEnded() {
        assertThat(Proofs.zooKeeperKilled(BY_SIGKILL, 4, 1, 0))
                .isEqualTo(
                        new Evidence(true, "ended with 137; 4 connections ended with it; 1 brokers' connections lost"));

        assertThat(Proofs.zooKeeperKilled(BY_SIGKILL, 0, 0, 0))
                .isEqualTo(new Evidence(false, "ended with 137; 0 connections ended with it"));
    }

    @Test
    void aBrokerStoodStillWhenOthersClaimedItsShards() {
        assertThat(Proofs.brokerPaused('T', 2, 2, 1, 2, new Ledgers(2, 2, 0, 0)))
                .isEqualTo(new Evidence(
                        true,
                        "state T; 2 of its 2 shards claimed by others meanwhile; 1 session lost;"
                                + " 2 shards given up when it went on; 2 ledgers failed, 2 of them fenced"));

        assertThat(Proofs.brokerPaused('T', 2, 0, 0, 0, Ledgers.UNHARMED).bit()).isFalse();
        assertThat(Proofs.brokerPaused('T', 0, 0, 0, 0, Ledgers.UNHARMED).bit()).isFalse();
        assertThat(Proofs.brokerPaused('S', 2, 2, 1, 2, Ledgers.UNHARMED).bit()).isFalse();
    }

    @Test
    void aBookieStoodStillWhenItsWritersNoticed() {
        assertThat(Proofs.bookiePaused('T', LEFT))
                .isEqualTo(new Evidence(true, "state T; 2 left because a bookie was away"));

        assertThat(Proofs.bookiePaused('T', Ledgers.UNHARMED)).isEqualTo(new Evidence(false, "state T"));
        assertThat(Proofs.bookiePaused('S', LEFT).bit()).isFalse();
    }

    @Test
    void aDiskWasLostWhenItsBookieSaidSoAndLedgersLackedACopy() {
        assertThat(Proofs.wiped(1, 1, "bookie-3-1", 12, true))
                .isEqualTo(new Evidence(
                        true,
                        "under its old id it ended with 1 and said why; back as bookie-3-1;"
                                + " up to 12 ledgers lacked a copy, repaired"));

        assertThat(Proofs.wiped(1, 0, "bookie-3-1", 12, true).bit()).isFalse();
        assertThat(Proofs.wiped(1, 1, "bookie-3-1", 0, true).bit()).isFalse();
        assertThat(Proofs.wiped(0, 1, "bookie-3-1", 12, true).bit()).isFalse();
    }

    @Test
    void aBrokerWasDrainedWhenItHadShardsAndAllMoved() {
        assertThat(Proofs.drained(true, 3, 3, false))
                .isEqualTo(new Evidence(true, "3 of its 3 shards moved, safe to stop"));

        assertThat(Proofs.drained(true, 0, 0, false).bit()).isFalse();
        assertThat(Proofs.drained(true, 3, 2, false).bit()).isFalse();
        assertThat(Proofs.drained(false, 3, 3, true))
                .isEqualTo(new Evidence(false, "3 of its 3 shards moved, not safe to stop, restarted"));
    }
}
