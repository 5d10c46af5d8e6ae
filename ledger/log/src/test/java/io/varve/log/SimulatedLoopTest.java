/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimulatedLoopTest {
    private final SimulatedLoop loop = new SimulatedLoop();
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasksRunInTheOrderOfTheirTimeAndThenOfTheirSubmission() {
        Loop.Timer unusedLate = loop.schedule(() -> ran.add("late"), 2, TimeUnit.SECONDS);
        Loop.Timer unusedSoon = loop.schedule(() -> ran.add("soon"), 1, TimeUnit.SECONDS);
        loop.execute(() -> {
            ran.add("first");
            loop.execute(() -> ran.add("third"));
        });
        loop.execute(() -> ran.add("second"));
        loop.run();
        assertThat(ran).containsExactly("first", "second", "third");
        loop.runFor(Duration.ofSeconds(5));
        assertThat(ran).containsExactly("first", "second", "third", "soon", "late");
        assertThat(loop.nanoTime()).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        Loop.Timer timer = loop.schedule(() -> ran.add("never"), 1, TimeUnit.SECONDS);
        timer.cancel();
        timer.cancel();
        loop.runFor(Duration.ofSeconds(2));
        assertThat(ran).isEmpty();
    }

    @Test
    void bothClocksGoTogether() {
        long before = loop.clock().millis();
        loop.pause(Duration.ofSeconds(3));
        assertThat(loop.clock().millis() - before).isEqualTo(3000);
    }

    @Test
    void waitingEndsAtItsLimit() {
        assertThat(loop.runUntil(() -> false, Duration.ofSeconds(3))).isFalse();
        assertThat(loop.nanoTime()).isEqualTo(Duration.ofSeconds(3).toNanos());
    }
}
