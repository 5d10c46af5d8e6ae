/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.varve.chaos.history.Outages.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutagesTest {
    private static final Window LOOKED = new Window(0, 100);
    private static final int LIMIT = 5;

    private final History history = new History(line -> {});
    private final int process = history.process("sender");

    @Test
    void aTimeWithoutAcknowledgementsIsAnOutageUpToTheNextOne() {
        answers(0, 0, 100, 5);
        answers(1, 0, 40, 5);
        history.unknown(history.invoke(process, 1, 41), "TIMEOUT", 60);
        answers(1, 80, 100, 5);

        Outages outages = outages(2);

        assertThat(outages.lengths(0)).isEmpty();
        assertThat(outages.lengths(1)).containsExactly(40);
        assertThat(outages.lengths()).containsExactly(40);
    }

    @Test
    void anIdlePartitionIsOutAllTheTime() {
        assertThat(outages(1).lengths(0)).containsExactly(100);
        assertThat(outages(1).availabilityOutside(List.of())).isZero();
    }

    @Test
    void onlyWhatReachesOutOfTheFaultsCounts() {
        answers(0, 0, 40, 5);
        answers(0, 60, 100, 5);
        Outages outages = outages(1);

        assertThat(outages.availabilityOutside(List.of(new Window(38, 70)))).isEqualTo(1);
        assertThat(outages.availabilityOutside(List.of(new Window(45, 50), new Window(48, 55))))
                .isEqualTo(1 - 10.0 / 90, within(1e-9));
        assertThat(outages.calmNanos(List.of(new Window(45, 50), new Window(48, 55))))
                .isEqualTo(90);
    }

    @Test
    void timeThatIsAllFaultsProvesNothing() {
        answers(0, 0, 100, 5);

        assertThat(outages(1).availabilityOutside(List.of(new Window(0, 200)))).isZero();
    }

    @Test
    void percentilesAreValuesThatHappened() {
        long[] sorted = {1, 2, 3, 4};

        assertThat(Outages.percentile(sorted, 0.5)).isEqualTo(2);
        assertThat(Outages.percentile(sorted, 0.99)).isEqualTo(4);
        assertThat(Outages.percentile(new long[0], 0.5)).isZero();
    }

    private void answers(int partition, int from, int to, int step) {
        for (int at = from; at <= to; at += step) {
            history.ok(history.invoke(process, partition, at), at, at);
        }
    }

    private Outages outages(int partitions) {
        return new Outages(history.writes(), partitions, LOOKED, LIMIT);
    }
}
