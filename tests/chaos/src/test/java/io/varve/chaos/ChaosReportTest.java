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
    private static final FaultRecord KILLED = fault(FaultKind.BOOKIE_KILLED, 5, 8, true, true);

    private final History history = new History(line -> {});
    private final int process = history.process("sender");
    private List<String> ended = List.of();
    private Work work = new Work(1, 0, 0, 1, 1, 1);

    @Test
    void aRunThatShowsEverythingPasses() throws Exception {
        send(SECONDS, 0);
        readAll();
        ChaosReport report = report(KILLED);

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
                        "there were no faults",
                        "nothing was read by TAIL",
                        "nothing was read by REREAD",
                        "nothing was read by GROUP",
                        "nothing was read by LAST",
                        "partitions took records 0.00 % of the time without faults, less than 99 %");
    }

    @Test
    void tooManyUnknownOutcomesFail() {
        send(SECONDS, 18);
        readAll();

        assertThat(report(KILLED).unmet()).containsExactly("6.00 % of the outcomes are unknown, not less than 5 %");
    }

    @Test
    void anOutageThatNoFaultExplainsFails() {
        sendWithAnOutage();
        readAll();

        assertThat(report(fault(FaultKind.BOOKIE_KILLED, 10, 12, true, true)).unmet())
                .containsExactly("partitions took records 60.56 % of the time without faults, less than 99 %");
    }

    @Test
    void whatAnOperatorDoesExplainsNoOutage() {
        sendWithAnOutage();
        readAll();

        assertThat(report(
                                fault(FaultKind.BOOKIE_KILLED, 2, 3, true, true),
                                fault(FaultKind.BROKER_DRAINED, 9, 20, true, true))
                        .unmet())
                .containsExactly("partitions took records 52.11 % of the time without faults, less than 99 %");
    }

    @Test
    void aRunThatWasAllFaultsFails() {
        send(SECONDS, 0);
        readAll();

        assertThat(report(fault(FaultKind.BOOKIE_KILLED, 0, SECONDS, true, true))
                        .unmet())
                .containsExactly(
                        "0.0 % of the time was without faults, less than 5 %",
                        "partitions took records 0.00 % of the time without faults, less than 99 %");
    }

    @Test
    void aRunWithoutFaultsFails() {
        send(SECONDS, 0);
        readAll();

        assertThat(report(fault(FaultKind.BROKER_DRAINED, 5, 8, true, true)).unmet())
                .containsExactly("there were no faults");
    }

    @Test
    void faultsThatNobodyNoticedFail() {
        send(SECONDS, 0);
        readAll();

        assertThat(report(KILLED, fault(FaultKind.ZOOKEEPER_KILLED, 9, 10, true, false))
                        .unmet())
                .containsExactly("1 of 2 faults bit, less than 90 %");
    }

    @Test
    void aClusterThatIsNotWholeAgainFails() {
        send(SECONDS, 0);
        readAll();

        assertThat(report(fault(FaultKind.BOOKIE_WIPED, 5, 8, false, true)).unmet())
                .containsExactly("not whole again after: bookie's disk wiped: bookie-1");
    }

    @Test
    void aProcessThatEndsByItselfFails() {
        send(SECONDS, 0);
        readAll();
        ended = List.of("00:07 broker-1 has ended by itself, starting it again");

        assertThat(report(KILLED).unmet()).isEqualTo(ended);
    }

    @Test
    void aClusterThatCopiesAndDeletesNothingFails() {
        send(SECONDS, 0);
        readAll();
        work = new Work(1, 0, 0, 1, 0, 0);

        assertThat(report(KILLED).unmet()).containsExactly("nothing was copied to objects", "no ledger was deleted");
    }

    @Test
    void anAnomalyFails() {
        send(SECONDS, 0);
        history.reading("last", Reading.By.LAST, 0, 0, 0);
        read(Reading.By.TAIL);
        read(Reading.By.REREAD);
        read(Reading.By.GROUP);

        ChaosReport report = report(KILLED);

        assertThat(report.unmet()).containsExactly("200 anomalies", "nothing was read by LAST");
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

    /** Nothing is acknowledged from second 10 to second 19. */
    private void sendWithAnOutage() {
        send(SECONDS / 2, 0);
        for (int i = 0; i < SECONDS / 2 * PER_SECOND; i++) {
            long id = history.invoke(process, 0, (SECONDS - 1) * SECOND);
            history.ok(id, SECONDS / 2L * PER_SECOND + i, (SECONDS - 1) * SECOND);
        }
    }

    private void readAll() {
        for (Reading.By by : Reading.By.values()) {
            read(by);
        }
    }

    private void read(Reading.By by) {
        long from = by == Reading.By.GROUP ? -1 : 0;
        Reading reading = history.reading(by.name(), by, 0, from, SECONDS * SECOND);
        long offset = 0;
        for (int number = 0; number < history.writes().get(process).size(); number++) {
            if (history.writes().get(process).offset(number) >= 0) {
                history.read(reading, new long[] {offset}, new long[] {number}, SECONDS * SECOND);
                offset++;
            }
        }
    }

    private static FaultRecord fault(FaultKind kind, long from, long to, boolean isWhole, boolean bit) {
        return new FaultRecord(
                kind,
                "bookie-1",
                from * SECOND,
                to * SECOND,
                to * SECOND,
                isWhole,
                new Evidence(bit, "ended with 137"));
    }

    private ChaosReport report(FaultRecord... faults) {
        ChaosPlan plan = new ChaosPlan(
                Path.of("data"),
                new ClusterSize(2, 3, 1),
                4,
                Duration.ofSeconds(SECONDS),
                1,
                new LoadPlan("chaos", 1, 1, PER_SECOND, 1, 1, Duration.ZERO, Duration.ofMinutes(1)),
                Set.of());
        return new ChaosReport(
                plan,
                Counts.of(history, SENDING),
                List.of(faults),
                ended,
                HistoryChecker.check(history),
                new Outages(history.writes(), 1, SENDING, ChaosRun.OUTAGE.toNanos()),
                work,
                List.of());
    }
}
