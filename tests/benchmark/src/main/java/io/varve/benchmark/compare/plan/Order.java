/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The order of everything. In each round every system runs every workload once; systems, and the lanes of a system, come in
 * another order each time, which follows from the seed.
 */
public final class Order {
    private Order() {}

    /**
     * All sessions.
     *
     * @param cases those of other systems are left out
     * @param together how many workloads a system goes through before it is started afresh: on the same disk there is room for
     *     some only
     */
    public static List<Session> sessions(List<Case> cases, List<String> systems, int rounds, int together, long seed) {
        Random random = new Random(seed);
        List<Session> sessions = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            List<Session> ofRound = new ArrayList<>();
            for (String system : systems) {
                List<Case> mine = cases.stream()
                        .map(each -> shuffled(each, system, random))
                        .filter(each -> !each.entries().isEmpty())
                        .toList();
                for (int from = 0; from < mine.size(); from += together) {
                    ofRound.add(new Session(system, round, mine.subList(from, Math.min(mine.size(), from + together))));
                }
            }
            Collections.shuffle(ofRound, random);
            sessions.addAll(ofRound);
        }
        return sessions;
    }

    private static Case shuffled(Case all, String system, Random random) {
        List<Entry> entries = new ArrayList<>(all.on(system));
        Collections.shuffle(entries, random);
        return new Case(all.id(), all.title(), all.headline(), all.columns(), entries);
    }
}
