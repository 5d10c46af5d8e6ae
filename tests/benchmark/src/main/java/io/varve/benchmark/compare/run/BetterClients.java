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
import java.util.OptionalDouble;

/**
 * Which lanes are run again after the first round: of those of a family on one system, which differ in their client's settings
 * only, all that may turn out to be the better one, which is the one that counts. A single run is noise: where times count, which
 * differ tenfold from run to run, all are run again; and one that was refused says nothing.
 */
final class BetterClients {
    private static final int FIRST_ROUND = 1;
    /** How many times better the better client of the first round has to have been for the other to be dropped. */
    private static final double FAR = 2;

    private BetterClients() {}

    /** The session without the lanes that were far behind in the first round. */
    static Session of(Session session, List<Measurement> sofar) {
        if (session.round() == FIRST_ROUND) {
            return session;
        }
        Figures first = new Figures(
                sofar.stream().filter(run -> run.round() == FIRST_ROUND).toList());
        return new Session(
                session.system(),
                session.round(),
                session.cases().stream().map(each -> kept(each, first)).toList());
    }

    private static Case kept(Case each, Figures first) {
        if (!each.headline().isHigherBetter()) {
            return each;
        }
        return new Case(
                each.id(),
                each.title(),
                each.headline(),
                each.columns(),
                each.entries().stream()
                        .filter(entry -> isKept(entry, each, first))
                        .toList());
    }

    private static boolean isKept(Entry entry, Case each, Figures first) {
        List<String> rivals = each.entries().stream()
                .map(Entry::lane)
                .filter(lane -> lane.family().equals(entry.lane().family()))
                .map(Lane::name)
                .toList();
        OptionalDouble ofBest = first.best(each.id(), rivals, each.headline())
                .map(best -> first.ratio(each.id(), entry.lane().name(), best, each.headline()))
                .orElse(OptionalDouble.empty());
        if (ofBest.isEmpty()) {
            return true;
        }
        return ofBest.getAsDouble() >= 1 / FAR;
    }
}
