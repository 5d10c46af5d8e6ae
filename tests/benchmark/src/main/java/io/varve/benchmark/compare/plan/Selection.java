/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import io.varve.benchmark.compare.figure.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What of all workloads is run. */
public final class Selection {
    private static final Set<String> QUICK_WORKLOADS = Set.of("W1", "W2", "W5", "W6");

    /** What the quick comparison leaves out where the figures of others say enough for a first impression. */
    private static final Set<Lane> NOT_QUICK = Set.of(
            Lanes.BOOKKEEPER_MIDDLE,
            Lanes.BOOKKEEPER_SMALL,
            Lanes.CLUSTER_BOOKKEEPER_LARGE,
            Lanes.CLUSTER_WITH_TIERING);

    private Selection() {}

    /**
     * The workloads that are asked for.
     *
     * @param wanted their ids; one also stands for those that begin with it and a hyphen; empty = all
     */
    public static List<Case> of(List<Case> all, List<String> wanted) {
        List<String> unknown = new ArrayList<>(wanted);
        unknown.removeIf(id -> all.stream().anyMatch(each -> isMeant(each, id)));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no workload is called " + String.join(", ", unknown) + "; there are "
                    + String.join(", ", all.stream().map(Case::id).toList()));
        }
        return all.stream()
                .filter(each -> wanted.isEmpty() || wanted.stream().anyMatch(id -> isMeant(each, id)))
                .toList();
    }

    private static boolean isMeant(Case each, String id) {
        return each.id().equals(id) || each.id().startsWith(id + "-");
    }

    /** Four workloads; Kafka without fsync only, and Varve as the workload asks for it. */
    public static List<Case> quick(List<Case> all) {
        return all.stream()
                .filter(each -> QUICK_WORKLOADS.contains(each.id()))
                .map(each -> only(each, lane -> isQuick(each, lane)))
                .toList();
    }

    private static boolean isQuick(Case each, Lane lane) {
        boolean isSecondVarve = lane.equals(Lanes.VARVE_WITH_TIERING)
                && each.entries().stream().anyMatch(entry -> entry.lane().equals(Lanes.VARVE_PLAIN));
        return !isSecondVarve && !NOT_QUICK.contains(lane) && !lane.system().equals(Lanes.KAFKA_FSYNC);
    }

    /** The workloads without lanes of other systems, and without those that nobody runs then. */
    public static List<Case> on(List<Case> cases, List<String> systems) {
        return cases.stream()
                .map(each -> only(each, lane -> systems.contains(lane.system())))
                .filter(each -> !each.entries().isEmpty())
                .toList();
    }

    /** The workloads and lanes that were run. */
    public static List<Case> measured(List<Case> all, List<Measurement> runs) {
        return all.stream()
                .map(each -> only(each, lane -> runs.stream()
                        .anyMatch(run ->
                                run.workload().equals(each.id()) && run.lane().equals(lane.name()))))
                .filter(each -> !each.entries().isEmpty())
                .toList();
    }

    /** Workloads and lanes, one line each, that are in the first list and not in the second. */
    public static List<String> leftOut(List<Case> all, List<Case> selected) {
        List<String> lines = new ArrayList<>();
        for (Case each : all) {
            List<Entry> kept = selected.stream()
                    .filter(other -> other.id().equals(each.id()))
                    .flatMap(other -> other.entries().stream())
                    .toList();
            List<String> missing = each.entries().stream()
                    .filter(entry -> !kept.contains(entry))
                    .map(entry -> entry.lane().name())
                    .toList();
            if (kept.isEmpty()) {
                lines.add(each.id() + ": " + each.title());
            } else if (!missing.isEmpty()) {
                lines.add(each.id() + " of " + String.join("; ", missing));
            }
        }
        return lines;
    }

    private static Case only(Case each, Predicate<Lane> kept) {
        return new Case(
                each.id(),
                each.title(),
                each.headline(),
                each.columns(),
                each.entries().stream().filter(entry -> kept.test(entry.lane())).toList());
    }
}
