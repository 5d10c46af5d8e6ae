/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.varve.chaos.fault.FaultRecord;
import io.varve.chaos.history.Anomaly;
import io.varve.chaos.history.Outages;
import java.util.Map;

/** A report for programs: one object; times in milliseconds, those of faults since the run began. */
final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportJson() {}

    static String of(ChaosReport report) {
        ObjectNode root = JSON.createObjectNode();
        ChaosPlan plan = report.plan();
        root.put("seed", plan.seed())
                .put("lastsMs", plan.lasts().toMillis())
                .put("brokers", plan.size().brokers())
                .put("bookies", plan.size().bookies())
                .put("zookeepers", plan.size().zooKeepers())
                .put("shards", plan.shards())
                .put("data", plan.data().toString());
        Counts counts = report.counts();
        ObjectNode operations = root.putObject("operations");
        operations.put("offered", counts.offered()).put("offeredPerSecond", counts.offeredPerSecond());
        counts(operations.putObject("produce"), counts.produced());
        counts(operations.putObject("commit"), counts.commits());
        counts(operations.putObject("read"), counts.read());
        counts(operations.putObject("codes"), counts.codes());
        operations.put("unknownPart", counts.unknownPart());
        Work work = report.work();
        root.putObject("work")
                .put("segmentsSealed", work.rolls())
                .put("objects", work.objects())
                .put("ledgersDeleted", work.deleted())
                .put("shardsOpened", work.claims())
                .put("ledgersRecovered", work.recovered())
                .put("ledgersFenced", work.fenced());
        ArrayNode faults = root.putArray("faults");
        report.faults().forEach(fault -> fault(faults.addObject(), fault));
        report.endedByThemselves().forEach(root.putArray("endedByThemselves")::add);
        ArrayNode outages = root.putArray("outages");
        for (int partition = 0; partition < plan.load().partitions(); partition++) {
            outages(
                    outages.addObject().put("partition", partition),
                    report.outages().lengths(partition));
        }
        outages(root.putObject("outagesOfAll"), report.outages().lengths());
        root.put("availabilityOutsideFaults", report.availability());
        root.put("secondsOutsideFaults", report.outages().calmNanos(report.windows()) / 1e9);
        counts(root.putObject("anomalies"), report.verdict().counts());
        ArrayNode named = root.putArray("namedAnomalies");
        for (Anomaly anomaly : report.verdict().named()) {
            named.add(anomaly.toString());
        }
        report.unmet().forEach(root.putArray("unmet")::add);
        return root.toPrettyString() + "\n";
    }

    private static void counts(ObjectNode node, Map<?, Long> counts) {
        counts.forEach((what, count) -> node.put(what.toString(), count));
    }

    private static void fault(ObjectNode node, FaultRecord fault) {
        node.put("kind", fault.kind().name())
                .put("target", fault.target())
                .put("beginMs", fault.beginNanos() / 1_000_000)
                .put("healedMs", fault.healedNanos() / 1_000_000)
                .put("wholeMs", fault.wholeNanos() / 1_000_000)
                .put("isWhole", fault.isWhole())
                .put("isDeed", fault.kind().isDeed())
                .put("bit", fault.evidence().bit())
                .put("evidence", fault.evidence().text());
    }

    private static void outages(ObjectNode node, long[] lengths) {
        node.put("count", lengths.length)
                .put("p50Ms", Outages.percentile(lengths, 0.5) / 1_000_000)
                .put("p99Ms", Outages.percentile(lengths, 0.99) / 1_000_000)
                .put("maxMs", Outages.percentile(lengths, 1) / 1_000_000);
    }
}
