/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Cases;
import io.varve.benchmark.compare.plan.OwnCases;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.plan.Session;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnTest {
    @Test
    void workloadsAtAFixedRateAreJudgedByTimesUnlessTheyAskWhatComesOut() {
        List<Case> all = Stream.concat(Cases.at(Scale.FULL).stream(), OwnCases.at(Scale.FULL).stream())
                .toList();

        assertThat(Turn.of(new Session("any", 1, all)).stream().filter(Turn::isJudgedByTimes))
                .extracting(turn -> turn.workload().id())
                .containsOnly("W4", "W5", "W9", "H5");
    }

    @Test
    void timesComeFirstAfterAStartAndAfterThroughputAndNotAfterTimes() {
        List<Turn> turns = turns("W5", "W1", "W5", "W9", "W3");

        assertThat(IntStream.rangeClosed(0, turns.size()).filter(index -> Turn.areTimesFirst(turns, index)))
                .containsExactly(0, 2);
    }

    /** One lane's of each of these workloads. */
    private static List<Turn> turns(String... ids) {
        List<Case> all = Cases.at(Scale.FULL);
        return Stream.of(ids)
                .flatMap(id -> all.stream().filter(each -> each.id().equals(id)))
                .map(each -> new Turn(each, each.entries().get(0), 1))
                .toList();
    }
}
