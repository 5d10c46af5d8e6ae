/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which objects a segment becomes, and in how many passes over it: an object for each lane that is large, and one pack for all
 * others. Lanes that fit in memory together take one pass, whatever objects they belong to; a lane that doesn't fit at all has
 * a pass to itself.
 */
final class TieringPlan {
    private final List<Target> targets;

    private TieringPlan(List<Target> targets) {
        this.targets = targets;
    }

    /**
     * An object to write.
     *
     * @param own whether it is the object of one large lane
     * @param lanes what it holds, in order
     */
    record Target(boolean own, List<LaneExtent> lanes) {
        long firstSequence() {
            return lanes.stream()
                    .mapToLong(extent -> extent.firstSequence)
                    .min()
                    .orElseThrow();
        }
    }

    /**
     * A lane's place.
     *
     * @param target the object that it goes to, after the parts before it
     * @param extent the lane
     * @param last whether the object is complete with it
     */
    record Part(Target target, LaneExtent extent, boolean last) {}

    /** The plan for what a first scan found. */
    static TieringPlan of(Collection<LaneExtent> extents, long ownObjectBytes) {
        List<LaneExtent> pack = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        extents.stream()
                .filter(extent -> extent.batches > 0)
                .sorted(Comparator.comparing(extent -> extent.lane))
                .forEach(extent -> {
                    if (extent.bytes >= ownObjectBytes) {
                        targets.add(new Target(true, List.of(extent)));
                    } else {
                        pack.add(extent);
                    }
                });
        if (!pack.isEmpty()) {
            targets.add(new Target(false, List.copyOf(pack)));
        }
        targets.sort(Comparator.comparingLong(Target::firstSequence));
        return new TieringPlan(List.copyOf(targets));
    }

    /** The objects, by the first of their sequences. */
    List<Target> targets() {
        return targets;
    }

    /** All parts in the order in which they are written; those of a pass have at most {@code memoryBytes}, or there is only one. */
    List<List<Part>> passes(long memoryBytes) {
        List<List<Part>> passes = new ArrayList<>();
        List<Part> pass = new ArrayList<>();
        long bytes = 0;
        for (Target target : targets) {
            for (int i = 0; i < target.lanes.size(); i++) {
                LaneExtent extent = target.lanes.get(i);
                if (!pass.isEmpty() && bytes + extent.bytes > memoryBytes) {
                    passes.add(pass);
                    pass = new ArrayList<>();
                    bytes = 0;
                }
                pass.add(new Part(target, extent, i == target.lanes.size() - 1));
                bytes += extent.bytes;
            }
        }
        if (!pass.isEmpty()) {
            passes.add(pass);
        }
        return passes;
    }
}
