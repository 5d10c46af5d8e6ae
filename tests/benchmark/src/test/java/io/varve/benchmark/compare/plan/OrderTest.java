/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final List<String> SYSTEMS = List.of(Lanes.VARVE, Lanes.KAFKA, Lanes.PULSAR);
    private static final List<Case> CASES = Cases.at(Scale.FULL);

    @Test
    void theSameSeedGivesTheSameOrder() {
        assertThat(Order.sessions(CASES, SYSTEMS, 3, 2, 7)).isEqualTo(Order.sessions(CASES, SYSTEMS, 3, 2, 7));
    }

    @Test
    void anotherSeedGivesAnotherOrder() {
        assertThat(Order.sessions(CASES, SYSTEMS, 3, 2, 7)).isNotEqualTo(Order.sessions(CASES, SYSTEMS, 3, 2, 8));
    }

    @Test
    void inEachRoundEachLaneRunsEachOfItsWorkloadsOnce() {
        List<Case> ofSystems = Selection.on(CASES, SYSTEMS);
        for (int round = 1; round <= 3; round++) {
            int number = round;
            List<String> ran = Order.sessions(CASES, SYSTEMS, 3, 2, 1).stream()
                    .filter(session -> session.round() == number)
                    .flatMap(session -> session.cases().stream())
                    .flatMap(OrderTest::runs)
                    .toList();

            assertThat(ran)
                    .containsExactlyInAnyOrderElementsOf(
                            ofSystems.stream().flatMap(OrderTest::runs).toList());
        }
    }

    @Test
    void roundsFollowEachOther() {
        List<Integer> rounds = Order.sessions(CASES, SYSTEMS, 3, 2, 1).stream()
                .map(Session::round)
                .toList();

        assertThat(rounds).isSorted().contains(1, 2, 3);
    }

    @Test
    void systemsAreInterleavedWithinARound() {
        List<String> systems = new ArrayList<>();
        for (Session session : Order.sessions(CASES, SYSTEMS, 1, 1, 1)) {
            if (systems.isEmpty() || !systems.get(systems.size() - 1).equals(session.system())) {
                systems.add(session.system());
            }
        }

        assertThat(systems).hasSizeGreaterThan(SYSTEMS.size());
    }

    @Test
    void aSystemIsStartedAfreshAfterSoManyWorkloads() {
        assertThat(Order.sessions(CASES, SYSTEMS, 1, 2, 1))
                .allMatch(session -> session.cases().size() <= 2);
        assertThat(Order.sessions(CASES, SYSTEMS, 1, CASES.size(), 1)).hasSize(SYSTEMS.size());
    }

    private static java.util.stream.Stream<String> runs(Case each) {
        return each.entries().stream()
                .map(entry -> each.id() + " " + entry.lane().name());
    }
}
