/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A check that never failed checks nothing: each planted defect is found within a few seeds, by the check that is there for it. */
class DefectsTest {
    private static final int SEEDS = 20;

    @ParameterizedTest
    @EnumSource
    void plantedDefectIsFound(Defect defect) {
        int seed = 1;
        String violation = violation(defect, seed);
        while (violation == null && seed < SEEDS) {
            violation = violation(defect, ++seed);
        }
        assertThat(violation).as("after %d seeds", seed).isNotNull();
        assertThat(violation).matches(defect::isFoundBy, "is that of " + defect);
        System.out.printf("%s is found by seed %d: %s%n", defect, seed, violation);
    }

    private static @Nullable String violation(Defect defect, long seed) {
        return Simulation.run(Scale.USUAL, seed, defect.wiring()).violation();
    }
}
