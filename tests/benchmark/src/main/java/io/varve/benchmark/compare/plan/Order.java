/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The order of everything. In each round every system runs every workload once; sessions, and the lanes of a system, come in
 * another order each time, which follows from the seed. The workloads come in one order for all systems, and a system is started
 * afresh before the same ones in each, so that what a workload finds left behind is the same everywhere.
 */
public final class Order {
    /** Times are taken when a server has been at work for a while, and before there are backlogs. Others follow. */
    private static final List<String> WORKLOADS =
            List.of("W1", "W2", "W3", "W7", "W5", "W10", "W6", "W6-16", "W8", "W9", "W4", "W4-max");

    /** Whoever makes as many topics, which stay, is run on a system that was just started, and is the last on it. */
    private static final int MANY_TOPICS = 100;

    private Order() {}

    /**
     * All sessions.
     *
     * @param cases in any order; those of other systems are left out
     * @param together how many workloads there are between two starts of a system, those counted that it takes no part in: on the
     *     same disk there is room for some only; each client of a workload with many topics has a start of its own
     */
    public static List<Session> sessions(List<Case> cases, List<String> systems, int rounds, int together, long seed) {
        List<List<Case>> groups =
                groups(cases.stream().filter(each -> !hasManyTopics(each)).toList(), together);
        List<Case> alone = cases.stream().filter(Order::hasManyTopics).toList();
        Random random = new Random(seed);
        List<Session> sessions = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            int ofThis = round;
            List<Session> ofRound = new ArrayList<>();
            for (String system : systems) {
                for (List<Case> group : groups) {
                    List<Case> mine = group.stream()
                            .map(each -> shuffled(each, system, random))
                            .filter(each -> !each.entries().isEmpty())
                            .toList();
                    if (!mine.isEmpty()) {
                        ofRound.add(new Session(system, round, mine));
                    }
                }
                alone.stream()
                        .flatMap(each -> each.one(system))
                        .forEach(each -> ofRound.add(new Session(system, ofThis, List.of(each))));
            }
            Collections.shuffle(ofRound, random);
            sessions.addAll(ofRound);
        }
        return sessions;
    }

    private static List<List<Case>> groups(List<Case> cases, int together) {
        List<Case> sorted =
                cases.stream().sorted(Comparator.comparingInt(Order::place)).toList();
        List<List<Case>> groups = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += together) {
            groups.add(sorted.subList(from, Math.min(sorted.size(), from + together)));
        }
        return groups;
    }

    private static boolean hasManyTopics(Case each) {
        return each.entries().stream()
                .anyMatch(entry -> entry.script().load().topics().number() >= MANY_TOPICS);
    }

    private static int place(Case each) {
        int place = WORKLOADS.indexOf(each.id());
        return place < 0 ? WORKLOADS.size() : place;
    }

    private static Case shuffled(Case all, String system, Random random) {
        List<Entry> entries = new ArrayList<>(all.on(system));
        Collections.shuffle(entries, random);
        return new Case(all.id(), all.title(), all.headline(), all.columns(), entries);
    }
}
