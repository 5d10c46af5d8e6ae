/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import io.varve.chaos.fault.FaultKind;
import io.varve.chaos.fault.FaultRecord;
import io.varve.chaos.history.Anomaly;
import io.varve.chaos.history.Outages;
import io.varve.chaos.history.Outcome;
import io.varve.chaos.history.Reading;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report for people. */
final class ReportText {
    private final Formatter text = new Formatter(Locale.ROOT);
    private final ChaosReport report;

    private ReportText(ChaosReport report) {
        this.report = report;
    }

    static String of(ChaosReport report) {
        return new ReportText(report).write();
    }

    private String write() {
        ChaosPlan plan = report.plan();
        line(
                "chaos: seed %d, %.1f min, %d brokers, %d bookies, %d ZooKeeper servers, %d shards, %d partitions",
                plan.seed(),
                plan.lasts().toMillis() / 60_000.0,
                plan.size().brokers(),
                plan.size().bookies(),
                plan.size().zooKeepers(),
                plan.shards(),
                plan.load().partitions());
        operations(report.counts());
        Work work = report.work();
        line(
                "work        %d segments sealed, %d objects, %d ledgers deleted; shards opened %d times, %d ledgers recovered,"
                        + " %d fenced under a writer",
                work.rolls(), work.objects(), work.deleted(), work.claims(), work.recovered(), work.fenced());
        faults();
        report.endedByThemselves().forEach(what -> line("  ended by itself: %s", what));
        outages();
        anomalies();
        List<String> unmet = report.unmet();
        unmet.forEach(what -> line("FAILED: %s", what));
        line(
                unmet.isEmpty() ? "passed; everything is kept in %s" : "not passed; everything is kept in %s",
                plan.data());
        return text.toString();
    }

    private void operations(Counts counts) {
        line(
                "produce     %d offered (%.0f/s): %d ok, %d failed, %d unknown (%.2f %%)",
                counts.offered(),
                counts.offeredPerSecond(),
                counts.produced(Outcome.OK),
                counts.produced(Outcome.FAILED),
                counts.produced(Outcome.UNKNOWN) + counts.produced(Outcome.PENDING),
                counts.unknownPart() * 100);
        line(
                "commit      %d ok, %d failed, %d unknown",
                counts.commits().getOrDefault(Outcome.OK, 0L),
                counts.commits().getOrDefault(Outcome.FAILED, 0L),
                counts.commits().getOrDefault(Outcome.UNKNOWN, 0L));
        line(
                "read        group %d, tail %d, anywhere %d, in the end %d",
                counts.read().getOrDefault(Reading.By.GROUP, 0L),
                counts.read().getOrDefault(Reading.By.TAIL, 0L),
                counts.read().getOrDefault(Reading.By.REREAD, 0L),
                counts.read().getOrDefault(Reading.By.LAST, 0L));
        if (!counts.codes().isEmpty()) {
            line("codes       %s", counts.codes());
        }
    }

    private void faults() {
        List<FaultRecord> bitten = report.bitten();
        line(
                "faults      %d that bit, of %d kinds",
                bitten.size(), bitten.stream().map(FaultRecord::kind).distinct().count());
        for (FaultKind kind : FaultKind.values()) {
            List<FaultRecord> own = report.faults().stream()
                    .filter(fault -> fault.kind() == kind)
                    .toList();
            if (!own.isEmpty()) {
                long bit = own.stream().filter(fault -> fault.evidence().bit()).count();
                line("  %-52s %d of %d%s", kind.words(), bit, own.size(), kind.isDeed() ? " (no fault)" : "");
                own.forEach(fault -> line(
                        "    %s%s: %s",
                        fault.evidence().bit() ? "" : "(did not bite) ",
                        fault.target(),
                        fault.evidence().text()));
            }
        }
    }

    private void outages() {
        Outages outages = report.outages();
        long[] all = outages.lengths();
        line("outages     times of more than %d ms without an acknowledgement, seconds", ChaosRun.OUTAGE.toMillis());
        line("  partition   count     p50     p99     max");
        for (int partition = 0; partition < report.plan().load().partitions(); partition++) {
            row(Integer.toString(partition), outages.lengths(partition));
        }
        row("all", all);
        line(
                "available   %.3f %% of the %.0f s outside of faults",
                report.availability() * 100, outages.calmNanos(report.windows()) / 1e9);
    }

    private void row(String name, long[] lengths) {
        line(
                "  %9s %7d %7.1f %7.1f %7.1f",
                name,
                lengths.length,
                Outages.percentile(lengths, 0.5) / 1e9,
                Outages.percentile(lengths, 0.99) / 1e9,
                Outages.percentile(lengths, 1) / 1e9);
    }

    private void anomalies() {
        line("anomalies   %d", report.verdict().total());
        for (Map.Entry<Anomaly.Kind, Long> count : report.verdict().counts().entrySet()) {
            line("  %s %d: %s", count.getKey(), count.getValue(), count.getKey().words());
        }
        report.verdict().named().forEach(anomaly -> line("    %s", anomaly));
    }

    private void line(String format, Object... values) {
        text.format(format, values).format("\n");
    }
}
