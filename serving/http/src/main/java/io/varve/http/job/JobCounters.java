/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What jobs did in this process since it began, and how many the cluster has. From any thread. */
public final class JobCounters {
    private final LongAdder failures = new LongAdder();
    private final LongAdder copiedRecords = new LongAdder();
    private volatile Map<Job.State, Long> seen = count(List.of());

    /** The cluster has these now. */
    void seen(List<Job> jobs) {
        seen = count(jobs);
    }

    /** A job failed here, for good or not. */
    void failed() {
        failures.increment();
    }

    /** So many records more were copied, and stored. */
    public void copied(long records) {
        copiedRecords.add(records);
    }

    /** How many jobs of each state the cluster had when this process looked last. */
    public Map<Job.State, Long> byState() {
        return seen;
    }

    /** How often a job failed here, for good or not. */
    public long failures() {
        return failures.sum();
    }

    /** Records that were copied here. */
    public long copiedRecords() {
        return copiedRecords.sum();
    }

    private static Map<Job.State, Long> count(List<Job> jobs) {
        Map<Job.State, Long> counts = new EnumMap<>(Job.State.class);
        for (Job.State state : Job.State.values()) {
            counts.put(state, jobs.stream().filter(job -> job.state() == state).count());
        }
        return Collections.unmodifiableMap(counts);
    }
}
