/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.chaos.fault.FaultKind;
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

@EnabledIfSystemProperty(named = "varve.long", matches = "true", disabledReason = "minutes; -Dvarve.long runs it")
class ChaosRunTest {
    @Test
    @Timeout(600)
    void aSmallClusterSurvivesTwoMinutesOfEverything(@TempDir Path directory) throws Exception {
        Path data = directory.resolve("data");
        ChaosPlan plan = new ChaosPlan(
                data,
                new ClusterSize(2, 3, 1),
                4,
                Duration.ofMinutes(2),
                1,
                new LoadPlan("chaos", 6, 2, 1_000, 2, 1, Duration.ofMinutes(2)),
                Set.of(
                        FaultKind.BROKER_KILLED,
                        FaultKind.BOOKIE_KILLED,
                        FaultKind.CLIENTS_CUT,
                        FaultKind.BROKER_WITHOUT_ZOOKEEPER));

        ChaosReport report = ChaosRun.run(plan, line -> {});

        assertThat(report.unmet()).as(ReportText.of(report)).isEmpty();
        assertThat(report.bitten()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(Files.size(data.resolve(HistoryFile.NAME))).isPositive();
    }
}
