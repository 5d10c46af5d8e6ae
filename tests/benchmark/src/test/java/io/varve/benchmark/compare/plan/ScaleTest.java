/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bench.workload.Workload;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void whatHasAFixedRateIsMeasuredForLonger() {
        Scale scale = Scale.FULL;

        assertThat(loads(scale).filter(load -> load.sending().hasRate()))
                .extracting(load -> load.span().durationMillis())
                .containsOnly(scale.steadyMillis());
        assertThat(loads(scale).filter(load -> !load.sending().hasRate()))
                .extracting(load -> load.span().durationMillis())
                .containsOnly(scale.durationMillis(), 0L);
    }

    @Test
    void whatHasAFixedRateIsWarmedByMoreOfIt() {
        Scale scale = Scale.FULL;

        assertThat(loads(scale).filter(load -> load.sending().hasRate()))
                .allSatisfy(load -> assertThat(scale.leastWarmings(load)).isEqualTo(4));
        assertThat(loads(scale).filter(load -> !load.sending().hasRate()))
                .allSatisfy(load -> assertThat(scale.leastWarmings(load)).isEqualTo(1));
    }

    @Test
    void anotherStartOrBacklogChangesNothingElse() {
        assertThat(Scale.FULL
                        .start(1)
                        .backlog(2)
                        .start(Scale.FULL.startMillis())
                        .backlog(Scale.FULL.backlogBytes()))
                .isEqualTo(Scale.FULL);
    }

    private static Stream<Workload> loads(Scale scale) {
        return Stream.concat(Cases.at(scale).stream(), OwnCases.at(scale).stream())
                .flatMap(each -> each.entries().stream())
                .map(entry -> entry.script().load());
    }
}
