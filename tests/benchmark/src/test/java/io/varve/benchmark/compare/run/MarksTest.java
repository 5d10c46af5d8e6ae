/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.benchmark.compare.machine.ProcessUsage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
    private final Deque<ProcessUsage> usages = new ArrayDeque<>(
            List.of(new ProcessUsage(100, 5, 1_000), new ProcessUsage(350, 9, 5_000), new ProcessUsage(400, 9, 6_000)));
    private final Marks marks = new Marks(usages::remove);

    @Test
    void serversAreChargedForTheMeasurementOnly() {
        marks.accept("preparing W1");
        marks.accept("measuring W1");
        marks.accept("checking W1");
        marks.accept("done W1");

        assertThat(marks.during("W1")).contains(new ProcessUsage(250, 9, 4_000));
    }

    @Test
    void aMeasurementWithoutAnEndIsChargedToNobody() {
        marks.accept("measuring W1");
        marks.accept("measuring W2");
        marks.accept("checking W2");

        assertThat(marks.during("W1")).isEmpty();
        assertThat(marks.during("W2")).contains(new ProcessUsage(50, 9, 1_000));
    }
}
