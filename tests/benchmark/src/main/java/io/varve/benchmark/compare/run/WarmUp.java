/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.bench.workload.Sending;
import io.varve.bench.workload.Span;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.plan.Scale;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What every system goes through after its start: as much as it takes, then a steady load with a consumer. */
final class WarmUp {
    /** Of its files. */
    static final String NAME = "warm-up";

    private static final int KIB = 1024;
    private static final int STEADY_RATE = 5_000;
    private static final Set<String> WITHOUT_GROUPS = Set.of("bookkeeper", "objects");

    private WarmUp() {}

    /** The first load after a start is far slower than the next one. */
    static void perform(Track track, Lane lane, Scale scale) throws IOException, InterruptedException {
        Workload most = Workload.of("most", Work.PRODUCE, KIB).span(Span.lasting(0, scale.startMillis()));
        Workload steady = Workload.of("steady", Work.END_TO_END, KIB)
                .sending(Sending.rate(STEADY_RATE))
                .span(Span.lasting(0, scale.startMillis()));
        List<Workload> all = WITHOUT_GROUPS.contains(lane.driver()) ? List.of(most) : List.of(most, steady);
        try (LoadProcess load = track.start(all)) {
            track.finish(load);
        } catch (Refused e) {
            // The workloads will be refused as well, and tell so.
            return;
        }
    }
}
