/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import static io.varve.benchmark.compare.figure.Metric.ACK_P50;
import static io.varve.benchmark.compare.figure.Metric.ACK_P99;
import static io.varve.benchmark.compare.figure.Metric.ACK_P999;
import static io.varve.benchmark.compare.figure.Metric.CONSUMED;
import static io.varve.benchmark.compare.figure.Metric.END_TO_END_P50;
import static io.varve.benchmark.compare.figure.Metric.END_TO_END_P99;
import static io.varve.benchmark.compare.figure.Metric.END_TO_END_P999;
import static io.varve.benchmark.compare.figure.Metric.PRODUCED;
import static io.varve.benchmark.compare.figure.Metric.PRODUCED_RECORDS;

import io.varve.bench.workload.Reading;
import io.varve.bench.workload.Sending;
import io.varve.bench.workload.Span;
import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.plan.Script.Kind;
import java.util.ArrayList;
import java.util.List;

/** The workloads W1 to W10, which run beside peers, at some scale. */
public final class Cases {
    private static final int KIB = 1024;
    private static final int SMALL = 100;
    private static final int LARGE = 1_000_000;
    private static final int MIDDLE = 64_000;
    private static final int PARTITIONS = 16;
    private static final int STEADY_RATE = 5_000;
    private static final int TOPICS_RATE = 10_000;
    private static final int FAN_OUT_GROUPS = 10;
    private static final int FAN_OUT_RATE = 20_000_000 / KIB;
    private static final int CALLERS = 100;

    private static final List<Metric> IN = List.of(PRODUCED, PRODUCED_RECORDS, ACK_P50, ACK_P99);
    private static final List<Metric> TIMES =
            List.of(ACK_P99, ACK_P50, ACK_P999, END_TO_END_P50, END_TO_END_P99, END_TO_END_P999, PRODUCED_RECORDS);

    private final Scale scale;

    private Cases(Scale scale) {
        this.scale = scale;
    }

    /** All of them. */
    public static List<Case> at(Scale scale) {
        Cases cases = new Cases(scale);
        List<Case> all = new ArrayList<>();
        all.add(cases.maximum("W1", "1 KiB records, 1 partition, 1 producer", Topics.fresh(1, 1), KIB, cases.raw(KIB)));
        all.add(cases.maximum("W2", "100 B records, 1 partition, 1 producer", Topics.fresh(1, 1), SMALL, List.of()));
        all.add(cases.maximum(
                "W3", "1 KiB records, 16 partitions, 1 producer", Topics.fresh(1, PARTITIONS), KIB, List.of()));
        all.addAll(cases.manyTopics());
        all.add(cases.steady());
        all.add(cases.drain("W6", "1 partition", 1));
        all.add(cases.drain("W6-16", "16 partitions", PARTITIONS));
        all.add(cases.fanOut());
        all.add(cases.replay());
        all.add(cases.steadyBesideReaders());
        all.add(cases.callers());
        return List.copyOf(all);
    }

    private Case maximum(String id, String title, Topics topics, int recordBytes, List<Entry> raw) {
        Workload load = timed(id, Work.PRODUCE, recordBytes).topics(topics);
        List<Entry> entries = new ArrayList<>();
        entries.addAll(measure(load, Lanes.varveBothWays()));
        entries.addAll(measure(load, Lanes.peersForWriting()));
        entries.addAll(raw);
        return new Case(id, title + ", as fast as it goes", PRODUCED, IN, entries);
    }

    private List<Entry> raw(int recordBytes) {
        return List.of(
                measure(timed("raw", Work.PRODUCE, LARGE), Lanes.BOOKKEEPER_LARGE),
                measure(timed("raw", Work.PRODUCE, MIDDLE), Lanes.BOOKKEEPER_MIDDLE),
                measure(timed("raw", Work.PRODUCE, recordBytes), Lanes.BOOKKEEPER_SMALL),
                measure(timed("raw", Work.PRODUCE, LARGE), Lanes.CLUSTER_BOOKKEEPER_LARGE));
    }

    private List<Case> manyTopics() {
        Topics topics = Topics.fresh(scale.topics(), 1);
        Workload rated = atRate("W4", Work.PRODUCE, TOPICS_RATE).topics(topics);
        Workload most = timed("W4-max", Work.PRODUCE, KIB).topics(topics);
        List<Lane> lanes = Lanes.manyTopics(scale.topics());
        String title = "1 KiB records, " + scale.topics() + " topics, ";
        return List.of(
                new Case(
                        "W4",
                        title + "10,000 records/s in all",
                        ACK_P99,
                        List.of(ACK_P99, ACK_P50, ACK_P999, PRODUCED_RECORDS),
                        measure(rated, lanes)),
                new Case("W4-max", title + "as fast as it goes", PRODUCED, IN, measure(most, lanes)));
    }

    private Case steady() {
        return new Case(
                "W5",
                "1 KiB records, 1 partition, 5,000 records/s, one consumer",
                ACK_P99,
                TIMES,
                measure(steadyLoad("W5"), Lanes.both(Lanes.varveWithTiering(), Lanes.peersForLatency())));
    }

    private Workload steadyLoad(String id) {
        return atRate(id, Work.END_TO_END, STEADY_RATE);
    }

    /** With tiering paused all is read from ledgers, as raw BookKeeper and the peers read it. */
    private Case drain(String id, String what, int partitions) {
        List<Entry> entries = new ArrayList<>();
        Workload backlog = backlog(id, KIB, partitions);
        List<Lane> varve = Lanes.both(List.of(Lanes.VARVE_PLAIN, Lanes.CLUSTER_PLAIN), Lanes.varveWithTiering());
        for (Lane lane : Lanes.both(varve, Lanes.peersForThroughput())) {
            entries.add(new Entry(lane, new Script(Kind.DRAIN, backlog)));
        }
        entries.add(new Entry(Lanes.BOOKKEEPER_LARGE, new Script(Kind.DRAIN, backlog("raw", LARGE, partitions))));
        entries.add(new Entry(Lanes.BOOKKEEPER_MIDDLE, new Script(Kind.DRAIN, backlog("raw", MIDDLE, partitions))));
        return new Case(
                id,
                "one consumer reads a backlog of " + scale.backlogBytes() / LARGE + " MB of 1 KiB records, " + what,
                CONSUMED,
                List.of(CONSUMED),
                entries);
    }

    private Case fanOut() {
        Workload load = atRate("W7", Work.END_TO_END, FAN_OUT_RATE).reading(new Reading(FAN_OUT_GROUPS, 1));
        return new Case(
                "W7",
                "1 KiB records, 1 partition, 20 MB/s, 10 groups that each read all",
                CONSUMED,
                List.of(CONSUMED, PRODUCED, PRODUCED_RECORDS, ACK_P99, END_TO_END_P50, END_TO_END_P99),
                measure(load, Lanes.both(Lanes.varveWithTiering(), Lanes.peersForThroughput())));
    }

    private Case replay() {
        return new Case(
                "W8",
                "a backlog of " + scale.backlogBytes() / LARGE
                        + " MB of 1 KiB records that is in objects only is read, by a consumer and by a replay",
                CONSUMED,
                List.of(CONSUMED),
                List.of(
                        new Entry(Lanes.VARVE_OVER_S3, new Script(Kind.REPLAY, backlog("W8", KIB, 1))),
                        new Entry(Lanes.VARVE_REPLAY, new Script(Kind.REPLAY, backlog("W8", KIB, 1))),
                        new Entry(Lanes.OBJECTS, new Script(Kind.REPLAY, backlog("raw", MIDDLE, 1))),
                        new Entry(Lanes.OBJECTS_LARGE, new Script(Kind.REPLAY, backlog("raw", MIDDLE, 1)))));
    }

    private Case steadyBesideReaders() {
        return new Case(
                "W9",
                "W5 while one consumer reads a backlog from ledgers and another, or a replay, reads one from objects",
                ACK_P99,
                TIMES,
                List.of(
                        new Entry(Lanes.VARVE_OVER_S3, new Script(Kind.MEASURE_BESIDE_READERS, steadyLoad("W9"))),
                        new Entry(
                                Lanes.VARVE_BESIDE_REPLAY, new Script(Kind.MEASURE_BESIDE_REPLAY, steadyLoad("W9")))));
    }

    private Case callers() {
        Workload load = timed("W10", Work.PRODUCE, KIB).sending(new Sending(CALLERS, 0, true));
        return new Case(
                "W10",
                "1 KiB records, 1 partition, 100 producers, each waits for every answer",
                PRODUCED_RECORDS,
                List.of(PRODUCED_RECORDS, ACK_P50, ACK_P99, ACK_P999),
                measure(load, Lanes.both(Lanes.varveBothWays(), Lanes.peersForLatency())));
    }

    private Workload timed(String id, Work work, int recordBytes) {
        return Workload.of(id, work, recordBytes).span(Span.lasting(scale.warmUpMillis(), scale.durationMillis()));
    }

    private Workload atRate(String id, Work work, int recordsPerSecond) {
        return Workload.of(id, work, KIB)
                .sending(Sending.rate(recordsPerSecond))
                .span(Span.lasting(scale.warmUpMillis(), scale.steadyMillis()));
    }

    private Workload backlog(String id, int recordBytes, int partitions) {
        return Workload.of(id, Work.PRODUCE, recordBytes)
                .topics(Topics.fresh(1, partitions))
                .span(Span.sending(0, Math.max(1, scale.backlogBytes() / recordBytes)));
    }

    private static Entry measure(Workload load, Lane lane) {
        return new Entry(lane, new Script(Kind.MEASURE, load));
    }

    /** Lanes of which all do the same. */
    static List<Entry> measure(Workload load, List<Lane> lanes) {
        return lanes.stream().map(lane -> measure(load, lane)).toList();
    }
}
