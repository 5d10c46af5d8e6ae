/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void looksUntilThereIsSomething() throws Exception {
        Optional<Integer> seen = Waiting.look(
                LONG, SHORT, () -> Optional.of(looks.incrementAndGet()).filter(look -> look == 3));

        assertThat(seen).hasValue(3);
    }

    @Test
    void endsWithoutAnythingWhenPatienceDoes() throws Exception {
        assertThat(Waiting.until(SHORT, SHORT, () -> looks.incrementAndGet() < 0))
                .isFalse();
        assertThat(looks).hasPositiveValue();
    }

    @Test
    void endsWithWhatKeepsItFromLooking() {
        assertThatIOException()
                .isThrownBy(() -> Waiting.until(LONG, SHORT, () -> {
                    throw new IOException("no such process");
                }))
                .withMessage("no such process");
    }
}
