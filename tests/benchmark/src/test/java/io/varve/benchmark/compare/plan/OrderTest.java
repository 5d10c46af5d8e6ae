/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.benchmark.compare.system.Recipes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
        List<Case> few =
                CASES.stream().filter(each -> !each.id().startsWith("W4")).toList();
        assertThat(Order.sessions(few, SYSTEMS, 1, few.size(), 1)).hasSize(SYSTEMS.size());
    }

    @Test
    void whoeverLeavesAThousandTopicsBehindHasAStartOfItsOwn() {
        assertThat(Order.sessions(CASES, SYSTEMS, 1, 6, 1))
                .filteredOn(session ->
                        session.cases().stream().anyMatch(each -> each.id().startsWith("W4")))
                .hasSize(2 * 4)
                .allSatisfy(session -> assertThat(session.cases())
                        .singleElement()
                        .satisfies(each -> assertThat(each.entries()).hasSize(1)));
    }

    @Test
    void everySystemHasTheSameWorkloadsBeforeOne() {
        List<List<String>> groups = List.of(
                List.of("W1", "W2", "W3", "W7", "W5", "W10"),
                List.of("W6", "W6-16", "W8", "W9", "H1", "H5"),
                List.of("M1", "M1-16"));
        List<Case> all = Stream.concat(CASES.stream(), OwnCases.at(Scale.FULL).stream())
                .filter(each -> !each.id().startsWith("W4"))
                .toList();

        for (String system : Recipes.NAMES) {
            assertThat(Order.sessions(all, List.of(system), 1, 6, 1))
                    .extracting(
                            session -> session.cases().stream().map(Case::id).toList())
                    .containsExactlyInAnyOrderElementsOf(groups.stream()
                            .map(group -> group.stream()
                                    .filter(id -> isRun(all, id, system))
                                    .toList())
                            .filter(group -> !group.isEmpty())
                            .toList());
        }
    }

    private static boolean isRun(List<Case> all, String id, String system) {
        return all.stream()
                .anyMatch(each -> each.id().equals(id) && !each.on(system).isEmpty());
    }

    private static Stream<String> runs(Case each) {
        return each.entries().stream()
                .map(entry -> each.id() + " " + entry.lane().name());
    }
}
