/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.varve.bench.driver.MemoryDriver;
import io.varve.bench.driver.Mishap;
import io.varve.bench.workload.Figures;
import io.varve.bench.workload.Flow;
import io.varve.bench.workload.Reading;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Second;
import io.varve.bench.workload.Sending;
import io.varve.bench.workload.Span;
import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.bench.workload.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadTest {
    private static final int RECORDS = 500;
    private static final Workload PRODUCE =
            Workload.of("produce", Work.PRODUCE, 64).span(Span.sending(0, RECORDS));
    private static final Workload END_TO_END =
            Workload.of("e2e", Work.END_TO_END, 64).span(Span.sending(20, RECORDS));

    private static Result run(Mishap mishap, Workload workload) {
        try (MemoryDriver driver = new MemoryDriver(mishap)) {
            return run(driver, workload);
        }
    }

    private static Result run(MemoryDriver driver, Workload workload) {
        return new Load("memory", Map.of(), driver, Duration.ofMillis(500)).run(workload, LoadListener.NONE);
    }

    private static Figures figures(Result result) {
        assertThat(result.refused()).isNull();
        return Objects.requireNonNull(result.figures());
    }

    @Test
    void aRightSystemGetsItsFigures() {
        Flow in = Objects.requireNonNull(figures(run(Mishap.NONE, PRODUCE)).in());

        assertThat(in.records()).isEqualTo(RECORDS);
        assertThat(in.recordsPerSecond()).isPositive();
        assertThat(in.mbPerSecond() * 1e6).isCloseTo(in.recordsPerSecond() * 64, within(1.0));
        assertThat(Objects.requireNonNull(in.latency()).records()).isEqualTo(RECORDS);
        assertThat(in.latency().decode().getTotalCount()).isEqualTo(RECORDS);
    }

    @Test
    void everyGroupGetsEveryRecord() {
        Workload fanOut = END_TO_END
                .topics(Topics.fresh(3, 4))
                .keys(5)
                .sending(new Sending(2, 0, false))
                .reading(new Reading(3, 2));

        Figures figures = figures(run(Mishap.NONE, fanOut));

        assertThat(Objects.requireNonNull(figures.in()).records()).isEqualTo(RECORDS);
        Flow out = Objects.requireNonNull(figures.out());
        assertThat(out.records()).isEqualTo(3 * RECORDS);
        assertThat(Objects.requireNonNull(out.latency()).records()).isEqualTo(3 * RECORDS);
    }

    @Test
    void aBacklogIsDrainedByEachGroup() {
        try (MemoryDriver driver = new MemoryDriver(Mishap.NONE)) {
            Written backlog = Objects.requireNonNull(run(driver, PRODUCE).written());

            Workload drain = Workload.drain("drain", backlog).reading(new Reading(2, 1));
            Flow out = Objects.requireNonNull(figures(run(driver, drain)).out());

            assertThat(backlog.records()).isEqualTo(RECORDS + 1);
            assertThat(out.records()).isEqualTo(2 * (RECORDS + 1));
            assertThat(out.latency()).isNull();
        }
    }

    @Test
    void aBacklogThatLacksARecordIsRefused() {
        try (MemoryDriver driver = new MemoryDriver(Mishap.GROUP_MISSES)) {
            Written backlog = Objects.requireNonNull(run(driver, PRODUCE).written());

            assertThat(run(driver, Workload.drain("drain", backlog)).refused()).contains("got 500 of 501 records");
        }
    }

    @Test
    void aSynchronousProducerHasOneRecordOnItsWay() {
        Workload synchronous = PRODUCE.sending(new Sending(3, 0, true)).span(Span.sending(0, 100));

        assertThat(Objects.requireNonNull(figures(run(Mishap.NONE, synchronous)).in())
                        .records())
                .isEqualTo(100);
    }

    @Test
    void aPacedRunSendsWhatItsTimeTakes() {
        Workload paced = PRODUCE.sending(new Sending(2, 1_000, false)).span(Span.lasting(10, 1_100));
        List<Second> seconds = new ArrayList<>();
        Result result;
        try (MemoryDriver driver = new MemoryDriver(Mishap.NONE)) {
            result = new Load("memory", Map.of(), driver).run(paced, new LoadListener() {
                @Override
                public void passed(Second second) {
                    seconds.add(second);
                }
            });
        }

        Figures figures = figures(result);
        assertThat(Objects.requireNonNull(figures.in()).records()).isEqualTo(1_100);
        assertThat(figures.timeline()).startsWith(seconds.get(0)).hasSizeGreaterThan(1);
        assertThat(figures.timeline().stream().mapToLong(Second::recordsIn).sum())
                .isEqualTo(1_100);
    }

    @Test
    void aTopicThatIsThereMayHaveRecordsOfOthers() {
        try (MemoryDriver driver = new MemoryDriver(Mishap.NONE)) {
            driver.createTopics(List.of("orders"), 1);
            Workload again = END_TO_END.topics(Topics.named(List.of("orders"), 1));
            figures(run(driver, again));

            Figures figures = figures(run(driver, again));

            assertThat(Objects.requireNonNull(figures.out()).records()).isEqualTo(RECORDS);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LOSES                | reading back: 501 records of producer 0 were acknowledged, and 1 of them
                    DOUBLES              | reading back: 1 record came again, the first was record 20 of producer 0
                    CHANGES              | reading back: 1 record changed, the first was record 20 of producer 0
                    CHANGES_TIME         | reading back: records came with other times
                    CUTS_OFF             | reading back: 1 record changed
                    REORDERS             | reading back: 1 record came after later ones, the first was record 19
                    INVENTS              | reading back: 1 record came that nobody sent
                    ACKNOWLEDGES_EARLY   | reading back: 501 records of producer 0 were acknowledged, and 1 of them
                    ACKNOWLEDGES_TWICE   | a record was acknowledged twice
                    NEVER_ACKNOWLEDGES   | 1 of 501 records were not acknowledged
                    REFUSES              | a record was not stored: java.lang.IllegalStateException: disk full
                    THROWS               | a producer failed: java.lang.IllegalStateException: no room
                    """)
    void aSystemThatIsWrongGetsNoFigure(Mishap mishap, String why) {
        assertRefused(run(mishap, PRODUCE), why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LOSES                | and no more within
                    DOUBLES              | came again
                    CHANGES              | changed
                    REORDERS             | came after later ones
                    ACKNOWLEDGES_EARLY   | and no more within
                    GROUP_MISSES         | and no more within
                    GROUP_GETS_TWICE     | 1 record came again
                    GROUP_THROWS         | a consumer failed: java.lang.IllegalStateException: not a member
                    """)
    void aGroupThatGetsSomethingElseThanWasSentGetsNoFigure(Mishap mishap, String why) {
        assertRefused(run(mishap, END_TO_END), why);
        assertRefused(run(mishap, END_TO_END.sending(Sending.rate(2_000))), why);
    }

    private static void assertRefused(Result result, String why) {
        assertThat(result.refused()).contains(why);
        assertThat(result.figures()).isNull();
        assertThat(result.written()).isNull();
    }
}
