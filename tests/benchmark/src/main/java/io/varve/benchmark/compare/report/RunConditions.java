/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.machine.Machine;
import io.varve.benchmark.compare.plan.Scale;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Under which conditions the figures of a comparison were taken, however often it was interrupted. All have one scale; those of
 * one workload, which are compared with each other, one commit and one machine too.
 *
 * @param scale how long, and how much
 * @param parts where Varve or the machine was another
 */
public record RunConditions(Scale scale, List<Part> parts) {
    public RunConditions {
        parts = List.copyOf(parts);
    }

    /**
     * Workloads that were measured under one roof.
     *
     * @param commit of Varve, and of everything that measures
     * @param machine what they were taken on
     * @param workloads their ids
     */
    public record Part(String commit, Machine machine, List<String> workloads) {
        public Part {
            workloads = List.copyOf(workloads);
        }

        private boolean isUnder(String otherCommit, Machine otherMachine) {
            return commit.equals(otherCommit) && machine.equals(otherMachine);
        }

        private void refuse(Collection<String> others, String otherCommit, Machine otherMachine) {
            List<String> mine = workloads.stream().filter(others::contains).toList();
            if (!mine.isEmpty()) {
                throw new IllegalStateException("measured at commit " + commit + " on " + machine + ", and not at "
                        + otherCommit + " on " + otherMachine + ": " + String.join(", ", mine));
            }
        }
    }

    /**
     * The same with workloads that are measured next.
     *
     * @throws IllegalStateException naming workloads that were measured at another commit or on another machine before
     */
    public RunConditions with(String commit, Machine machine, Collection<String> workloads) {
        List<Part> all = new ArrayList<>();
        Part present = new Part(commit, machine, List.of());
        for (Part part : parts) {
            if (part.isUnder(commit, machine)) {
                present = part;
            } else {
                part.refuse(workloads, commit, machine);
                all.add(part);
            }
        }
        LinkedHashSet<String> together = new LinkedHashSet<>(present.workloads());
        together.addAll(workloads);
        all.add(new Part(commit, machine, List.copyOf(together)));
        return new RunConditions(scale, all);
    }

    /** The parts that some of these workloads belong to, each with those alone. */
    public List<Part> partsOf(Collection<String> workloads) {
        return parts.stream()
                .map(part -> new Part(
                        part.commit(),
                        part.machine(),
                        part.workloads().stream().filter(workloads::contains).toList()))
                .filter(part -> !part.workloads().isEmpty())
                .toList();
    }
}
