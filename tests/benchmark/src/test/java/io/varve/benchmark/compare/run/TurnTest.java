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
}
