/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Session;
import java.util.List;

/** What a comparison that is continued still has to run. What was refused is told, and not tried until it succeeds. */
final class Remaining {
    private Remaining() {}

    /** The session without what was run in its round. */
    static Session of(Session session, List<Measurement> before) {
        return new Session(
                session.system(),
                session.round(),
                session.cases().stream()
                        .map(each -> new Case(
                                each.id(),
                                each.title(),
                                each.headline(),
                                each.columns(),
                                each.entries().stream()
                                        .filter(entry -> !isRun(each, entry, session.round(), before))
                                        .toList()))
                        .filter(each -> !each.entries().isEmpty())
                        .toList());
    }

    private static boolean isRun(Case each, Entry entry, int round, List<Measurement> before) {
        return before.stream()
                .anyMatch(run -> run.round() == round
                        && run.workload().equals(each.id())
                        && run.lane().equals(entry.lane().name()));
    }
}
