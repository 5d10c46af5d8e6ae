/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.plan.Script;
import io.varve.benchmark.compare.plan.Session;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BetterClientsTest {
    private static final List<Measurement> FIRST =
            List.of(run("plain", 1, 30), run("tuned", 1, 70), run("other", 1, 10));

    @Test
    void firstRoundRunsAll() {
        assertThat(lanes(BetterClients.of(session(1), List.of()))).containsExactly("plain", "tuned", "other");
    }

    @Test
    void laterRoundsRunWhoWasNotFarBehindInItsFamily() {
        assertThat(lanes(BetterClients.of(session(2), FIRST))).containsExactly("tuned", "other");
    }

    @Test
    void whatLaterRoundsMeasuredDecidesNothing() {
        List<Measurement> both = List.of(FIRST.get(0), FIRST.get(1), FIRST.get(2), run("plain", 2, 900));

        assertThat(lanes(BetterClients.of(session(3), both))).containsExactly("tuned", "other");
    }

    @Test
    void whoWasHalfAsGoodMayBeTheBetterOneYet() {
        assertThat(lanes(BetterClients.of(session(2), List.of(run("plain", 1, 35), run("tuned", 1, 70)))))
                .containsExactly("plain", "tuned", "other");
    }

    @Test
    void whereTimesCountNobodyIsDroppedAfterOneRun() {
        List<Measurement> first = List.of(time("plain", 4), time("tuned", 90), time("other", 900));

        assertThat(lanes(BetterClients.of(session(2, Metric.ACK_P99), first)))
                .containsExactly("plain", "tuned", "other");
    }

    @Test
    void aRefusalInTheFirstRoundDropsNobody() {
        List<Measurement> first = List.of(Measurement.refused("W1", "plain", 1, "lost"), run("tuned", 1, 70));

        assertThat(lanes(BetterClients.of(session(2), first))).containsExactly("plain", "tuned", "other");
    }

    @Test
    void allOfAFamilyThatWasRefusedRunAgain() {
        List<Measurement> refused =
                List.of(Measurement.refused("W1", "plain", 1, "lost"), Measurement.refused("W1", "tuned", 1, "lost"));

        assertThat(lanes(BetterClients.of(session(2), refused))).containsExactly("plain", "tuned", "other");
    }

    private static Measurement run(String lane, int round, double produced) {
        return Measurement.checked("W1", lane, round, Map.of(Metric.PRODUCED, produced));
    }

    private static Measurement time(String lane, double millis) {
        return Measurement.checked("W1", lane, 1, Map.of(Metric.ACK_P99, millis));
    }

    private static Session session(int round) {
        return session(round, Metric.PRODUCED);
    }

    private static Session session(int round, Metric headline) {
        List<Entry> entries = List.of(entry("plain", "kafka"), entry("tuned", "kafka"), entry("other", "raw"));
        return new Session("system", round, List.of(new Case("W1", "title", headline, List.of(headline), entries)));
    }

    private static Entry entry(String lane, String family) {
        Workload load = Workload.of("W1", Work.PRODUCE, 100);
        return new Entry(new Lane(lane, family, "system", "driver", Map.of()), new Script(Script.Kind.MEASURE, load));
    }

    private static List<String> lanes(Session session) {
        return session.cases().get(0).entries().stream()
                .map(entry -> entry.lane().name())
                .toList();
    }
}
