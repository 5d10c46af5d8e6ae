/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FaultDeckTest {
    @Test
    void everyKindComesAsOftenAsItWeighsBeforeAnyComesAgain() {
        Set<FaultKind> kinds = Set.of(FaultKind.BOOKIE_WIPED, FaultKind.BROKER_PAUSED);
        FaultDeck deck = new FaultDeck(kinds, new SplittableRandom(1));

        for (int round = 0; round < 5; round++) {
            assertThat(draw(deck, 3))
                    .containsExactlyInAnyOrder(
                            FaultKind.BOOKIE_WIPED, FaultKind.BROKER_PAUSED, FaultKind.BROKER_PAUSED);
        }
    }

    @Test
    void aSeedAlwaysDealsTheSame() {
        Set<FaultKind> kinds = Faults.bearable(3, 4);

        assertThat(draw(new FaultDeck(kinds, new SplittableRandom(7)), 100))
                .isEqualTo(draw(new FaultDeck(kinds, new SplittableRandom(7)), 100))
                .isNotEqualTo(draw(new FaultDeck(kinds, new SplittableRandom(8)), 100));
    }

    @Test
    void aSmallClusterIsSparedWhatItCantBear() {
        assertThat(Faults.bearable(1, 2))
                .contains(FaultKind.BROKER_KILLED, FaultKind.CLIENTS_CUT)
                .doesNotContain(FaultKind.BROKER_DRAINED, FaultKind.BOOKIE_KILLED, FaultKind.BOOKIE_WIPED);
    }

    private static List<FaultKind> draw(FaultDeck deck, int count) {
        List<FaultKind> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(deck.next());
        }
        return drawn;
    }
}
