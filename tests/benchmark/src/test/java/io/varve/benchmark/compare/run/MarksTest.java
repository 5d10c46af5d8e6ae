/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.benchmark.compare.machine.ProcessUsage;
import io.varve.benchmark.compare.machine.Processors;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
    private final Deque<Moment> moments = new ArrayDeque<>(List.of(
            new Moment(new ProcessUsage(100, 5, 1_000), 50, 150, new Processors(200, 10, 1_000)),
            new Moment(new ProcessUsage(350, 9, 5_000), 90, 600, new Processors(700, 30, 2_000)),
            new Moment(new ProcessUsage(400, 9, 6_000), 95, 700, new Processors(800, 30, 2_200))));
    private final Marks marks = new Marks(moments::remove);

    @Test
    void serversAreChargedForTheMeasurementOnly() {
        marks.accept("preparing W1");
        marks.accept("measuring W1");
        marks.accept("checking W1");
        marks.accept("done W1");

        Moment measurement = marks.during("W1").orElseThrow();
        assertThat(measurement.servers()).isEqualTo(new ProcessUsage(250, 9, 4_000));
        assertThat(measurement.compilersPercent()).isEqualTo(4);
        assertThat(measurement.machine().otherPercent(measurement.ourTicks())).isEqualTo(5);
        assertThat(measurement.machine().stolenPercent()).isEqualTo(2);
    }

    @Test
    void aMeasurementWithoutAnEndIsChargedToNobody() {
        marks.accept("measuring W1");
        marks.accept("measuring W2");
        marks.accept("checking W2");

        assertThat(marks.during("W1")).isEmpty();
        assertThat(marks.during("W2")).map(Moment::servers).contains(new ProcessUsage(50, 9, 1_000));
    }

    @Test
    void eachEndIsToldOnce() throws InterruptedException {
        marks.accept("done W1");

        assertThat(marks.awaitDone(Duration.ZERO)).isTrue();
        assertThat(marks.awaitDone(Duration.ZERO)).isFalse();
    }
}
