/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final String OURS = "ours";
    private static final String THEIRS = "theirs";

    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Spread.of(List.of(30.0, 10.0, 11.0))).isEqualTo(new Spread(11, 10, 30, 3));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(new Spread(3, 1, 100, 4));
    }

    @Test
    void oneValueIsItsOwnSpread() {
        assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7, 1));
    }

    @Test
    void noValuesHaveNoSpread() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }

    @Test
    void refusedRunsNeverCount() {
        Figures figures = new Figures(List.of(
                run(OURS, 1, 10), Measurement.refused("W1", OURS, 2, "3 records are missing"), run(OURS, 3, 20)));

        assertThat(figures.spread("W1", OURS, Metric.PRODUCED)).contains(new Spread(15, 10, 20, 2));
        assertThat(figures.refusals("W1", OURS))
                .extracting(run -> run.refusal().orElse(""))
                .containsExactly("3 records are missing");
    }

    @Test
    void aRefusedRunDoesNotCountEvenIfItBringsValues() {
        Measurement liar = new Measurement(
                "W1", OURS, 1, Map.of(Metric.PRODUCED, 1e9), java.util.Optional.of("acknowledged too early"));

        Figures figures = new Figures(List.of(liar, run(THEIRS, 1, 5)));

        assertThat(figures.spread("W1", OURS, Metric.PRODUCED)).isEmpty();
        assertThat(figures.best("W1", List.of(OURS, THEIRS), Metric.PRODUCED)).contains(THEIRS);
        assertThat(figures.ratio("W1", OURS, THEIRS, Metric.PRODUCED)).isEmpty();
    }

    @Test
    void ratiosAreThoseOfMedians() {
        Figures figures = new Figures(List.of(
                run(OURS, 1, 90),
                run(OURS, 2, 100),
                run(OURS, 3, 1000),
                run(THEIRS, 1, 49),
                run(THEIRS, 2, 50),
                run(THEIRS, 3, 51)));

        assertThat(figures.ratio("W1", OURS, THEIRS, Metric.PRODUCED).orElseThrow())
                .isCloseTo(2.0, within(1e-9));
    }

    @Test
    void theBetterLaneIsTheOneWithMoreThroughputOrLessLatency() {
        Figures figures = new Figures(List.of(
                Measurement.checked("W5", OURS, 1, Map.of(Metric.PRODUCED, 5.0, Metric.ACK_P99, 9.0)),
                Measurement.checked("W5", THEIRS, 1, Map.of(Metric.PRODUCED, 4.0, Metric.ACK_P99, 3.0))));

        assertThat(figures.best("W5", List.of(OURS, THEIRS), Metric.PRODUCED)).contains(OURS);
        assertThat(figures.best("W5", List.of(OURS, THEIRS), Metric.ACK_P99)).contains(THEIRS);
    }

    @Test
    void theBetterLaneIsOneOfThoseWithTheMostRuns() {
        Figures figures = new Figures(List.of(run(OURS, 1, 50), run(THEIRS, 1, 40), run(THEIRS, 2, 30)));

        assertThat(figures.best("W1", List.of(OURS, THEIRS), Metric.PRODUCED)).contains(THEIRS);
        assertThat(figures.best("W1", List.of(OURS), Metric.PRODUCED)).contains(OURS);
    }

    @Test
    void shortTimesAtALowerRateThanWasAskedForAreNotBetter() {
        Figures figures = new Figures(List.of(atRate(OURS, 4_900, 1), atRate(THEIRS, 4_960, 9)));

        assertThat(figures.lags("W5", OURS)).isTrue();
        assertThat(figures.lags("W5", THEIRS)).isFalse();
        assertThat(figures.best("W5", List.of(OURS, THEIRS), Metric.ACK_P99)).contains(THEIRS);
        assertThat(figures.ratio("W5", OURS, THEIRS, Metric.ACK_P99)).isEmpty();
        assertThat(figures.ratio("W5", THEIRS, OURS, Metric.ACK_P99)).isEmpty();
        assertThat(figures.ratio("W5", OURS, THEIRS, Metric.PRODUCED_RECORDS)).isPresent();
    }

    @Test
    void longTimesAtALowerRateAreWorseAllTheSame() {
        Figures figures = new Figures(List.of(atRate(OURS, 4_000, 90), atRate(THEIRS, 5_000, 9)));

        assertThat(figures.ratio("W5", OURS, THEIRS, Metric.ACK_P99).orElseThrow())
                .isCloseTo(10, within(1e-9));
    }

    @Test
    void workloadsAndLanesAreApart() {
        Figures figures = new Figures(List.of(
                run(OURS, 1, 1), Measurement.checked("W2", OURS, 1, Map.of(Metric.PRODUCED, 2.0)), run(THEIRS, 1, 3)));

        assertThat(figures.workloads()).containsExactly("W1", "W2");
        assertThat(figures.spread("W2", OURS, Metric.PRODUCED)).contains(new Spread(2, 2, 2, 1));
        assertThat(figures.spread("W2", THEIRS, Metric.PRODUCED)).isEmpty();
    }

    private static Measurement atRate(String lane, double records, double millis) {
        return Measurement.checked(
                "W5",
                lane,
                1,
                Map.of(Metric.ASKED_RECORDS, 5_000.0, Metric.PRODUCED_RECORDS, records, Metric.ACK_P99, millis));
    }

    private static Measurement run(String lane, int round, double produced) {
        return Measurement.checked("W1", lane, round, Map.of(Metric.PRODUCED, produced));
    }
}
