/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    @Test
    void waitsDoubleUpToTheCap() {
        Random random = new Random(1);
        for (int failures : new int[] {0, 1, 2, 5, 6, 7, 8, 100, Integer.MAX_VALUE}) {
            long full = Math.min(10_000, failures > 10 ? 10_000 : 100L << failures);
            for (int i = 0; i < 100; i++) {
                assertThat(backoff.delay(failures, random).toMillis()).isBetween(full / 2, full);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameWaits() {
        assertThat(backoff.delay(5, new Random(7))).isEqualTo(backoff.delay(5, new Random(7)));
    }

    @Test
    void aCapBelowTheFirstWaitIsRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
