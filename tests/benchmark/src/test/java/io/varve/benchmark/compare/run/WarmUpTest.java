/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.plan.Script;
import io.varve.benchmark.compare.plan.Session;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Lane RAW = lane("raw", "bookkeeper", Map.of("in-flight", "4"));
    private static final Lane PLAIN = lane("plain", "varve", Map.of());
    private static final Lane SET = lane("set", "varve", Map.of("messageIds", "true"));
    private static final Lane HTTP = lane("http", "varve-http", Map.of("recordsPerRequest", "1"));

    @Test
    void aSystemIsWarmedThroughItsBrokersWhoeverRunsFirst() {
        assertThat(WarmUp.lanes(session(RAW, PLAIN))).containsExactly(PLAIN);
    }

    @Test
    void eachWayToTheBrokersIsWarmedOnceByItsPlainestClient() {
        assertThat(WarmUp.lanes(session(SET, HTTP, PLAIN))).containsExactlyInAnyOrder(PLAIN, HTTP);
    }

    @Test
    void whereNobodyGoesThroughBrokersTheFirstOneWarms() {
        assertThat(WarmUp.lanes(session(RAW))).containsExactly(RAW);
    }

    @Test
    void settingsOfAWorkloadAreNotThoseOfTheWarmUp() {
        assertThat(WarmUp.lanes(session(SET))).singleElement().matches(lane -> lane.settings()
                .isEmpty());
    }

    @Test
    void everySystemIsWarmedOnAllItsServers() {
        assertThat(Stream.of(RAW, PLAIN, HTTP).flatMap(lane -> WarmUp.loads(lane, Scale.QUICK).stream()))
                .hasSize(5)
                .allMatch(load -> load.topics().partitions() == 12);
    }

    private static Lane lane(String name, String driver, Map<String, String> settings) {
        return new Lane(name, name, "system", driver, settings);
    }

    private static Session session(Lane... lanes) {
        Workload load = Workload.of("W", Work.PRODUCE, 100);
        List<Case> cases = Stream.of(lanes)
                .map(lane -> new Entry(lane, new Script(Script.Kind.MEASURE, load)))
                .map(entry -> new Case("W", "title", Metric.PRODUCED, List.of(Metric.PRODUCED), List.of(entry)))
                .toList();
        return new Session("system", 1, cases);
    }
}
