/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.varve.benchmark.compare.machine.Machine;
import io.varve.benchmark.compare.plan.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunConditionsTest {
    private static final Machine HERE = new Machine("Linux 6", "a processor", 2, 24_000_000_000L, "Java 17");
    private static final Machine ELSEWHERE = new Machine("Linux 7", "a processor", 2, 24_000_000_000L, "Java 17");

    private static final RunConditions BEGUN =
            new RunConditions(Scale.FULL, List.of()).with("0123456789", HERE, List.of("W1", "W2"));

    @Test
    void aWorkloadGoesOnWhereItWasBegun() {
        assertThat(BEGUN.with("0123456789", HERE, List.of("W2", "W3")).parts())
                .containsExactly(new RunConditions.Part("0123456789", HERE, List.of("W1", "W2", "W3")));
    }

    @Test
    void aWorkloadIsNotMeasuredAtTwoCommitsOrOnTwoMachines() {
        assertThatIllegalStateException()
                .isThrownBy(() -> BEGUN.with("abcdefabcd", HERE, List.of("W2", "W3")))
                .withMessageContaining("measured at commit 0123456789")
                .withMessageEndingWith(": W2");
        assertThatIllegalStateException().isThrownBy(() -> BEGUN.with("0123456789", ELSEWHERE, List.of("W1")));
    }

    @Test
    void otherWorkloadsMayBeOfAnotherCommit() {
        RunConditions both = BEGUN.with("abcdefabcd", ELSEWHERE, List.of("W3"));

        assertThat(both.partsOf(List.of("W3", "W2")))
                .containsExactly(
                        new RunConditions.Part("0123456789", HERE, List.of("W2")),
                        new RunConditions.Part("abcdefabcd", ELSEWHERE, List.of("W3")));
        assertThat(both.partsOf(List.of("W3"))).hasSize(1);
    }
}
