/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.plan.Session;
import java.util.List;
import java.util.Map;

/**
 * One lane's run of one workload, while its system is up.
 *
 * @param workload with all of its lanes
 * @param round from 1
 */
record Turn(Case workload, Entry entry, int round) {
    /** All of a session, in their order. */
    static List<Turn> of(Session session) {
        return session.cases().stream()
                .flatMap(each -> each.entries().stream().map(entry -> new Turn(each, entry, session.round())))
                .toList();
    }

    /**
     * Whether a turn is the first that is judged by times, since the start of its system or since one by throughput: those before it
     * leave more behind than itself.
     *
     * @param index of a turn, or one past the last
     */
    static boolean areTimesFirst(List<Turn> turns, int index) {
        return index < turns.size()
                && turns.get(index).isJudgedByTimes()
                && (index == 0 || !turns.get(index - 1).isJudgedByTimes());
    }

    Lane lane() {
        return entry.lane();
    }

    /** And not by throughput. */
    boolean isJudgedByTimes() {
        return !workload.headline().isHigherBetter();
    }

    Measurement measured(Map<Metric, Double> values) {
        return Measurement.checked(workload.id(), lane().name(), round, values);
    }

    Measurement refused(String reason) {
        return Measurement.refused(workload.id(), lane().name(), round, reason);
    }
}
