/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Crashes at the calls of what a broker does now and then; at each of them with {@code -Dvarve.long}. */
class CrashPointsTest {
    private static final boolean LONG = Boolean.getBoolean("varve.long");
    private static final long SEED = 1;
    private static final int TRIED = 10;

    @ParameterizedTest
    @EnumSource
    void crashAtAnyCallLosesNothing(CrashPoints.Deed deed) {
        Outcome undisturbed = CrashPoints.undisturbed(deed, SEED);
        assertThat(undisturbed.violation()).isNull();
        assertThat(undisturbed.effects()).isPositive();
        if (deed == CrashPoints.Deed.MOVE) {
            assertThat(undisturbed.inherited()).isPositive();
        }
        if (!LONG) {
            System.out.println("reduced: crashes at some of " + undisturbed.effects() + " calls; -Dvarve.long at each");
        }
        long stride = LONG ? 1 : Math.max(1, undisturbed.effects() / TRIED);
        int crashes = 0;
        for (long call = 0; call < undisturbed.effects(); call += stride) {
            for (boolean afterwards : new boolean[] {false, true}) {
                Outcome outcome = CrashPoints.disturbed(deed, SEED, call, afterwards);
                assertThat(outcome.violation())
                        .as("%s with a crash %s call %d", deed, afterwards ? "after" : "before", call)
                        .isNull();
                int came = outcome.faults().getOrDefault(CrashPoints.CRASH, 0);
                // A broker that is told to stop may have ended by itself when the last of its calls is done.
                assertThat(came)
                        .as("crash %s call %d of %s", afterwards ? "after" : "before", call, deed)
                        .isBetween(afterwards ? 0 : 1, 1);
                crashes += came;
            }
        }
        System.out.printf("%s: %d calls, %d crashes%n", deed, undisturbed.effects(), crashes);
    }
}
