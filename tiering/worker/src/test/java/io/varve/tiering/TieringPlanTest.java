/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TieringPlanTest {
    @Test
    void lanesShareAPassAsLongAsTheyFit() {
        TieringPlan plan = TieringPlan.of(List.of(lane(0, 40), lane(1, 40), lane(2, 30), lane(3, 70)), 1000);
        assertThat(plan.targets()).hasSize(1);
        assertThat(sizes(plan, 100)).containsExactly(List.of(40L, 40L), List.of(30L, 70L));
    }

    @Test
    void aLaneThatDoesNotFitHasAPassToItself() {
        TieringPlan plan = TieringPlan.of(List.of(lane(0, 40), lane(1, 500), lane(2, 30)), 1000);
        assertThat(sizes(plan, 100)).containsExactly(List.of(40L), List.of(500L), List.of(30L));
    }

    @Test
    void largeLanesHaveObjectsOfTheirOwnAndSharePasses() {
        TieringPlan plan = TieringPlan.of(List.of(lane(0, 10), lane(1, 60), lane(2, 20), lane(3, 50)), 50);
        assertThat(plan.targets().stream()
                        .map(target -> target.own() + " " + target.lanes().size()))
                .containsExactly("false 2", "true 1", "true 1");
        assertThat(sizes(plan, 120)).containsExactly(List.of(10L, 20L, 60L), List.of(50L));
        assertThat(plan.passes(120).get(0).stream().map(TieringPlan.Part::last)).containsExactly(false, true, true);
    }

    @Test
    void anEmptySegmentTakesNoPass() {
        assertThat(TieringPlan.of(List.of(), 50).passes(100)).isEmpty();
    }

    private static LaneExtent lane(int partition, long bytes) {
        LaneExtent extent = new LaneExtent(SampleSegment.lane(1, partition), 0);
        extent.batches = 1;
        extent.bytes = bytes;
        extent.firstSequence = partition;
        return extent;
    }

    private static List<List<Long>> sizes(TieringPlan plan, long memoryBytes) {
        return plan.passes(memoryBytes).stream()
                .map(pass -> pass.stream().map(part -> part.extent().bytes).toList())
                .toList();
    }
}
