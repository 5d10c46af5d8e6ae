/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class InLedgersTest {
    @Test
    void aBacklogOfWhichNearlyAllIsInLedgersIsReadFromThere() {
        assertThatCode(() -> InLedgers.check(80, 100)).doesNotThrowAnyException();
        assertThatCode(() -> InLedgers.check(105, 100)).doesNotThrowAnyException();
    }

    @Test
    void aBacklogThatHasGoneToObjectsIsRefused() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> InLedgers.check(79, 100))
                .withMessageContaining("79 of 100");
    }
}
