/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.varve.chaos.fault.Evidence;
import io.varve.chaos.fault.FaultKind;
import io.varve.chaos.fault.FaultRecord;
import io.varve.chaos.history.History;
import io.varve.chaos.history.HistoryChecker;
import io.varve.chaos.history.Outages;
import io.varve.chaos.history.Outages.Window;
import io.varve.chaos.history.Reading;
import io.varve.chaos.load.LoadPlan;
import io.varve.server.local.ClusterSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChaosReportTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int SECONDS = 20;
    private static final int PER_SECOND = 10;
    private static final Window SENDING = new Window(0, SECONDS * SECOND);

    private final History history = new History(line -> {});
    private final int process = history.process("sender");

    @Test
    void aRunThatShowsEverythingPasses() throws Exception {
        send(SECONDS, 0);
        readAll();
        ChaosReport report = report(killed(5, 8));

        assertThat(report.unmet()).isEmpty();
        assertThat(report.bitten()).hasSize(1);
        assertThat(report.availability()).isEqualTo(1);
        assertThat(ReportText.of(report))
                .contains("produce     200 offered (10/s): 200 ok, 0 failed, 0 unknown (0.00 %)")
                .contains("faults      1 that bit, of 1 kinds")
                .contains("    bookie-1: ended with 137")
                .contains("anomalies   0\n")
                .endsWith("passed; everything is kept in data\n");
        JsonNode json = new ObjectMapper().readTree(ReportJson.of(report));
        assertThat(json.path("operations").path("produce").path("OK").asLong()).isEqualTo(200);
        assertThat(json.path("faults").path(0).path("bit").asBoolean()).isTrue();
        assertThat(json.path("unmet")).isEmpty();
    }

    @Test
    void anIdleClusterFails() {
        readAll();

        assertThat(report().unmet())
                .containsExactly(
                        "0 records/s were offered, of 10",
                        "0 of 0 records were stored, less than 90 %",
                        "partitions took records 0.00 % of the time without faults, less than 99 %");
    }

    @Test
    void tooManyUnknownOutcomesFail() {
        send(SECONDS, 18);
        readAll();

        assertThat(report().unmet()).containsExactly("6.00 % of the outcomes are unknown, not less than 5 %");
    }

    @Test
    void anOutageThatNoFaultExplainsFails() {
        send(SECONDS / 2, 0);
        for (int i = 0; i < SECONDS / 2 * PER_SECOND; i++) {
            long id = history.invoke(process, 0, (SECONDS - 1) * SECOND);
            history.ok(id, SECONDS / 2L * PER_SECOND + i, (SECONDS - 1) * SECOND);
        }
        readAll();

        assertThat(report(killed(10, 12)).unmet())
                .containsExactly("partitions took records 60.56 % of the time without faults, less than 99 %");
    }

    @Test
    void anAnomalyFails() {
        send(SECONDS, 0);
        history.reading("last", Reading.By.LAST, 0, 0, 0);

        ChaosReport report = report();

        assertThat(report.unmet()).containsExactly("200 anomalies");
        assertThat(ReportText.of(report))
                .contains("  LOST 200: an acknowledged record isn't there\n")
                .contains("FAILED: 200 anomalies\n");
    }

    @Test
    void aClusterWithTooFewBookiesForThreeCopiesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChaosPlan(
                        Path.of("data"),
                        new ClusterSize(3, 2, 1),
                        8,
                        Duration.ofMinutes(1),
                        1,
                        LoadPlan.usual(1),
                        Set.of()))
                .withMessage("bookies must be at least 3, one for each copy of a record, not 2");
    }

    private void send(int seconds, int unknownEvery) {
        long offset = 0;
        for (int i = 0; i < seconds * PER_SECOND; i++) {
            long now = i * SECOND / PER_SECOND;
            long id = history.invoke(process, 0, now);
            if (unknownEvery > 0 && i % unknownEvery == 0) {
                history.unknown(id, "UNKNOWN_OUTCOME", now);
            } else {
                history.ok(id, offset++, now + 1);
            }
        }
    }

    private void readAll() {
        Reading last = history.reading("last", Reading.By.LAST, 0, 0, SECONDS * SECOND);
        long offset = 0;
        for (int number = 0; number < history.writes().get(process).size(); number++) {
            if (history.writes().get(process).offset(number) >= 0) {
                history.read(last, new long[] {offset}, new long[] {number}, SECONDS * SECOND);
                offset++;
            }
        }
    }

    private static FaultRecord killed(long from, long to) {
        return new FaultRecord(
                FaultKind.BOOKIE_KILLED,
                "bookie-1",
                from * SECOND,
                to * SECOND,
                to * SECOND,
                true,
                new Evidence(true, "ended with 137"));
    }

    private ChaosReport report(FaultRecord... faults) {
        ChaosPlan plan = new ChaosPlan(
                Path.of("data"),
                new ClusterSize(2, 3, 1),
                4,
                Duration.ofSeconds(SECONDS),
                1,
                new LoadPlan("chaos", 1, 1, PER_SECOND, 1, 1, Duration.ofMinutes(1)),
                Set.of());
        return new ChaosReport(
                plan,
                Counts.of(history, SENDING),
                List.of(faults),
                List.of(),
                HistoryChecker.check(history),
                new Outages(history.writes(), 1, SENDING, ChaosRun.OUTAGE.toNanos()),
                List.of(faults).stream().map(fault -> fault.window(SECOND)).toList(),
                new Work(1, 0, 0, 1, 0, 1),
                List.of());
    }
}
