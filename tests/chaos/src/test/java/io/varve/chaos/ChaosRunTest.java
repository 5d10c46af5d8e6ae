/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.chaos.fault.FaultKind;
import io.varve.chaos.history.Reading;
import io.varve.chaos.load.LoadPlan;
import io.varve.server.local.ClusterSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class ChaosRunTest {
    /** By this one the broker is started again a second after it was killed. */
    private static final long SHORT_SEED = 14;

    @TempDir
    Path directory;

    /** Too short for an availability, for copies and for deletions. */
    @Test
    @Timeout(180)
    void aBrokerIsKilledUnderLoadAndNobodyIsToldWhatCantBe() throws Exception {
        ChaosPlan plan = new ChaosPlan(
                directory.resolve("data"),
                new ClusterSize(2, 3, 1),
                4,
                Duration.ofSeconds(6),
                SHORT_SEED,
                new LoadPlan("chaos", 4, 2, 200, 2, 1, Duration.ofSeconds(1), Duration.ofMinutes(1)),
                Set.of(FaultKind.BROKER_KILLED));

        ChaosReport report = ChaosRun.run(plan, line -> {});

        String text = ReportText.of(report);
        assertThat(report.verdict().isClean()).as(text).isTrue();
        assertThat(report.failures()).as(text).isEmpty();
        assertThat(report.endedByThemselves()).as(text).isEmpty();
        assertThat(report.faults())
                .as(text)
                .isNotEmpty()
                .allMatch(fault -> fault.isWhole() && fault.evidence().bit());
        assertThat(report.counts().unknownPart()).as(text).isLessThan(ChaosReport.MOST_UNKNOWN);
        assertThat(report.counts().read())
                .as(text)
                .containsOnlyKeys(Reading.By.values())
                .allSatisfy((by, records) -> assertThat(records).isPositive());
        assertThat(Files.size(plan.data().resolve(HistoryFile.NAME))).isPositive();
    }

    @Test
    @Timeout(600)
    @EnabledIfSystemProperty(named = "varve.long", matches = "true", disabledReason = "minutes; -Dvarve.long runs it")
    void aSmallClusterSurvivesTwoMinutesOfEverything() throws Exception {
        ChaosPlan plan = new ChaosPlan(
                directory.resolve("data"),
                new ClusterSize(2, 3, 1),
                4,
                Duration.ofMinutes(2),
                1,
                new LoadPlan("chaos", 6, 2, 1_000, 2, 1, Duration.ofSeconds(5), Duration.ofMinutes(2)),
                Set.of(
                        FaultKind.BROKER_KILLED,
                        FaultKind.BOOKIE_KILLED,
                        FaultKind.CLIENTS_CUT,
                        FaultKind.BROKER_WITHOUT_ZOOKEEPER));

        ChaosReport report = ChaosRun.run(plan, line -> {});

        assertThat(report.unmet()).as(ReportText.of(report)).isEmpty();
        assertThat(report.bitten()).hasSizeGreaterThanOrEqualTo(2);
    }
}
