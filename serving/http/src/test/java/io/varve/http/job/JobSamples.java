/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import io.varve.replay.checkpoint.Checkpoint;
import io.varve.replay.plan.OffsetSpan;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Jobs to look at. */
final class JobSamples {
    static final UUID ID = new UUID(1, 2);
    static final Job.Failure PASSING = new Job.Failure("UNAVAILABLE", "not now", true);

    private JobSamples() {}

    /** A job of the first to last partition, each of which has 100 records, {@code done} of them copied. */
    static Job job(int number, long nowMs) {
        return Job.copying(new UUID(0, number).toString(), "orders", work(2, 0), nowMs);
    }

    static Copying work(int partitions, long done) {
        Map<Integer, Long> ends = new TreeMap<>();
        for (int i = 0; i < partitions; i++) {
            ends.put(i, done);
        }
        return new Copying("copy", ID, 1_000, checkpoint(partitions, done), ends);
    }

    static Checkpoint checkpoint(int partitions, long done) {
        Map<Integer, OffsetSpan> rest = new TreeMap<>();
        for (int i = 0; i < partitions; i++) {
            rest.put(i, new OffsetSpan(done, 100));
        }
        return new Checkpoint(
                Checkpoint.VERSION, "orders", ID, "all partitions", rest, 0, 0, 0, done * partitions, 10 * done);
    }
}
