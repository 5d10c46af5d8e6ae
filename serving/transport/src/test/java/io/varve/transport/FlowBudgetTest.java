/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.log.UnsentBytes;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FlowBudgetTest {
    private final AtomicInteger resumed = new AtomicInteger();
    private final UnsentBytes unsent = new UnsentBytes();
    private final FlowBudget budget = new FlowBudget(100, unsent);
    private final FlowBudget.Share share = budget.share(60, resumed::incrementAndGet);

    @Test
    void aConnectionReadsOnUpToItsLimit() {
        assertThat(share.take(60)).isTrue();
        assertThat(budget.takenBytes()).isEqualTo(60);
    }

    @Test
    void aConnectionOverItsLimitGoesOnAtHalf() {
        assertThat(share.take(61)).isFalse();
        assertThat(budget.pausedConnections()).isEqualTo(1);

        share.give(30);
        assertThat(resumed).hasValue(0);
        share.give(1);
        assertThat(resumed).hasValue(1);
        assertThat(budget.pausedConnections()).isZero();

        share.give(30);
        assertThat(resumed).hasValue(1);
    }

    @Test
    void whatOthersHoldPausesAConnectionAndWhatTheyGiveBackResumesIt() {
        FlowBudget.Share other = budget.share(100, () -> {});
        assertThat(other.take(90)).isTrue();
        assertThat(share.take(20)).isFalse();

        other.give(59);
        assertThat(resumed).hasValue(0);
        other.give(1);
        assertThat(resumed).hasValue(1);
    }

    @Test
    void whatASlowBookieHoldsPausesAConnectionAndWhenThatIsGoneItGoesOn() {
        unsent.addListener(budget::resumeShares);
        unsent.hold(90);
        assertThat(share.take(10)).isTrue();
        assertThat(share.take(1)).isFalse();
        share.give(11);
        assertThat(resumed).hasValue(0);

        unsent.letGo(39);
        assertThat(resumed).hasValue(0);
        unsent.letGo(1);
        assertThat(resumed).hasValue(1);
        assertThat(budget.pausedConnections()).isZero();
    }

    @Test
    void whatIsToBeReadIsTakenOnlyIfThereIsRoom() {
        FlowBudget.Share other = budget.share(100, () -> {});
        assertThat(other.takeIfRoom(90)).isTrue();

        assertThat(share.takeIfRoom(11)).isFalse();
        assertThat(budget.takenBytes()).isEqualTo(90);
        assertThat(budget.pausedConnections()).isEqualTo(1);
        other.give(40);
        assertThat(resumed).hasValue(1);
        assertThat(share.takeIfRoom(11)).isTrue();
        assertThat(budget.takenBytes()).isEqualTo(61);
    }

    @Test
    void halfOfTheLimitsIsRoomForAFrameOfAnySize() {
        assertThat(share.takeIfRoom(1000)).isTrue();

        FlowBudget.Share other = budget.share(100, () -> {});
        assertThat(other.takeIfRoom(1)).isFalse();
        share.give(1000);
        assertThat(other.takeIfRoom(1)).isTrue();
    }

    @Test
    void aConnectionsOwnLimitHoldsForWhatIsToBeRead() {
        assertThat(share.takeIfRoom(31)).isTrue();
        assertThat(share.takeIfRoom(30)).isFalse();

        share.give(1);

        assertThat(resumed).hasValue(1);
        assertThat(share.takeIfRoom(31)).isTrue();
    }

    @Test
    void aClosedConnectionIsNotResumedButGivesBackWhatItHad() {
        assertThat(share.take(80)).isFalse();
        share.close();

        share.give(80);

        assertThat(resumed).hasValue(0);
        assertThat(budget.takenBytes()).isZero();
        assertThat(budget.pausedConnections()).isZero();
    }
}
