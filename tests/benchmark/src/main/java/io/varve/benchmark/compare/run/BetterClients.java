/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.figure.Figures;
import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.plan.Session;
import java.util.List;

/**
 * Which lanes are run again after the first round: of those of a family on one system, which differ in their client's settings
 * only, the better one, which is the one that counts.
 */
final class BetterClients {
    private static final int FIRST_ROUND = 1;

    private BetterClients() {}

    /** The session without the lanes that have lost in the first round. */
    static Session of(Session session, List<Measurement> sofar) {
        if (session.round() == FIRST_ROUND) {
            return session;
        }
        Figures first = new Figures(
                sofar.stream().filter(run -> run.round() == FIRST_ROUND).toList());
        return new Session(
                session.system(),
                session.round(),
                session.cases().stream().map(each -> better(each, first)).toList());
    }

    private static Case better(Case each, Figures first) {
        return new Case(
                each.id(),
                each.title(),
                each.headline(),
                each.columns(),
                each.entries().stream()
                        .filter(entry -> isBetter(entry, each, first))
                        .toList());
    }

    private static boolean isBetter(Entry entry, Case each, Figures first) {
        List<String> rivals = each.entries().stream()
                .map(Entry::lane)
                .filter(lane -> lane.family().equals(entry.lane().family()))
                .map(Lane::name)
                .toList();
        return first.best(each.id(), rivals, each.headline())
                .map(entry.lane().name()::equals)
                .orElse(true);
    }
}
