/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.bench.workload.Sending;
import io.varve.bench.workload.Span;
import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.plan.OwnCases;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.plan.Session;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every system goes through after its start: as much as it takes, then a steady load with a consumer. */
final class WarmUp {
    /** Of its files. */
    static final String NAME = "warm-up";

    private static final int KIB = 1024;
    /** Some for each of Kafka's three servers, and for each shard of Varve: one would warm one leader only. */
    private static final int PARTITIONS = 12;

    private static final int STEADY_RATE = 5_000;
    /** They don't go through a broker, or not with what they read. */
    private static final Set<String> PAST_BROKERS = Set.of("bookkeeper", "objects", "varve-replay");

    private static final String BY_REQUESTS = "varve-http";

    private WarmUp() {}

    /**
     * Who warms the system of a session: for each driver that goes through its brokers a lane without settings, so that all systems
     * are warmed alike whichever workloads come; of calls by HTTP the lane with the fewest settings; if there is none, the first lane.
     */
    static List<Lane> lanes(Session session) {
        List<Lane> all = session.cases().stream()
                .flatMap(each -> each.entries().stream())
                .map(Entry::lane)
                .sorted(Comparator.comparingInt(lane -> lane.settings().size()))
                .toList();
        Map<String, Lane> byDriver = new LinkedHashMap<>();
        all.stream()
                .filter(lane -> !PAST_BROKERS.contains(lane.driver()))
                .forEach(lane -> byDriver.putIfAbsent(lane.driver(), withoutSettings(lane)));
        return byDriver.isEmpty() ? all.subList(0, 1) : List.copyOf(byDriver.values());
    }

    private static Lane withoutSettings(Lane lane) {
        return lane.driver().equals(BY_REQUESTS)
                ? lane
                : new Lane(lane.name(), lane.family(), lane.system(), lane.driver(), Map.of());
    }

    /**
     * The first load after a start is far slower than the next one.
     *
     * @throws Refused when it isn't warm then: figures of a cold system, or of one that loses records, say nothing
     */
    static void perform(Track track, Lane lane, Scale scale) throws IOException, InterruptedException, Refused {
        try (LoadProcess load = track.start(loads(lane, scale))) {
            track.finish(load);
        }
    }

    /** What the lane sends. */
    static List<Workload> loads(Lane lane, Scale scale) {
        // One caller that waits for each answer is hardly a load, and can't hold that rate.
        boolean isByRequests = lane.driver().equals(BY_REQUESTS);
        Sending many = isByRequests ? new Sending(OwnCases.CALLERS, 0, false) : Sending.MAX;
        Sending even =
                isByRequests ? new Sending(OwnCases.CALLERS, OwnCases.STEADY_RATE, false) : Sending.rate(STEADY_RATE);
        Span span = Span.lasting(0, scale.startMillis());
        Topics topics = Topics.fresh(1, PARTITIONS);
        Workload most = Workload.of("most", Work.PRODUCE, KIB)
                .topics(topics)
                .sending(many)
                .span(span);
        Workload steady = Workload.of("steady", Work.END_TO_END, KIB)
                .topics(topics)
                .sending(even)
                .span(span);
        return PAST_BROKERS.contains(lane.driver()) ? List.of(most) : List.of(most, steady);
    }
}
