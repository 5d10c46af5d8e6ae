/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import static io.varve.benchmark.compare.figure.Metric.ACK_P50;
import static io.varve.benchmark.compare.figure.Metric.ACK_P99;
import static io.varve.benchmark.compare.figure.Metric.ACK_P999;
import static io.varve.benchmark.compare.figure.Metric.END_TO_END_P50;
import static io.varve.benchmark.compare.figure.Metric.END_TO_END_P99;
import static io.varve.benchmark.compare.figure.Metric.PRODUCED;
import static io.varve.benchmark.compare.figure.Metric.PRODUCED_RECORDS;

import io.varve.bench.workload.Sending;
import io.varve.bench.workload.Span;
import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import java.util.List;

/**
 * The workloads H1, H5 and M1, at some scale: Varve beside itself, through HTTP or with message ids, on the same server as the
 * native client without them, which comes first in each.
 */
public final class OwnCases {
    /** Callers of the gateway, each with a connection; and as many producers of the native client. */
    public static final int CALLERS = 8;

    /** Records a second that callers of single records can send on a slow machine, too. */
    public static final int STEADY_RATE = 1_000;

    private static final int KIB = 1024;
    private static final int RECORDS_PER_REQUEST = 100;
    private static final int PARTITIONS = 16;

    /** A call by HTTP runs far more code than a record of the native client, and fewer of them compile it. */
    private static final int WARM_UPS_OF_CALLS = 5;

    private final Scale scale;

    private OwnCases(Scale scale) {
        this.scale = scale;
    }

    /** All of them. */
    public static List<Case> at(Scale scale) {
        OwnCases cases = new OwnCases(scale);
        return List.of(
                cases.most(),
                cases.steady(),
                cases.messageIds("M1", "1 partition", 1),
                cases.messageIds("M1-16", PARTITIONS + " partitions", PARTITIONS));
    }

    private Case most() {
        Workload load = calls("H1", Work.PRODUCE, scale.durationMillis()).sending(new Sending(CALLERS, 0, false));
        return new Case(
                "H1",
                "1 KiB records, 1 partition, " + CALLERS + " producers, as fast as it goes; by HTTP "
                        + RECORDS_PER_REQUEST + " records a request",
                PRODUCED,
                List.of(PRODUCED, PRODUCED_RECORDS, ACK_P50, ACK_P99),
                Cases.measure(load, List.of(Lanes.VARVE_WITH_TIERING, Lanes.http(RECORDS_PER_REQUEST))));
    }

    private Case steady() {
        Workload load =
                calls("H5", Work.END_TO_END, scale.steadyMillis()).sending(new Sending(CALLERS, STEADY_RATE, false));
        return new Case(
                "H5",
                "1 KiB records, 1 partition, " + CALLERS + " producers, 1,000 records/s, one consumer; by HTTP one "
                        + "record a request, and long polls",
                ACK_P99,
                List.of(ACK_P99, ACK_P50, ACK_P999, END_TO_END_P50, END_TO_END_P99, PRODUCED_RECORDS),
                Cases.measure(load, List.of(Lanes.VARVE_WITH_TIERING, Lanes.http(1))));
    }

    private Case messageIds(String id, String where, int partitions) {
        Workload load = Workload.of(id, Work.PRODUCE, KIB)
                .topics(Topics.fresh(1, partitions))
                .span(Span.lasting(scale.warmUpMillis(), scale.durationMillis()));
        return new Case(
                id,
                "1 KiB records, " + where + ", 1 producer, as fast as it goes; with and without message ids",
                PRODUCED_RECORDS,
                List.of(PRODUCED_RECORDS, PRODUCED, ACK_P50, ACK_P99),
                Cases.measure(load, List.of(Lanes.VARVE_WITH_TIERING, Lanes.MESSAGE_IDS)));
    }

    private Workload calls(String id, Work work, long millis) {
        return Workload.of(id, work, KIB).span(Span.lasting(WARM_UPS_OF_CALLS * scale.warmUpMillis(), millis));
    }
}
