/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.check.Receipts;
import io.varve.bench.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * All that reads in a run: groups, each of which gets every record.
 *
 * @param <R> what each consumer writes down
 */
final class Groups<R extends Receipts> implements AutoCloseable {
    /** What comes twice comes soon; so long do groups that have everything go on reading. */
    private static final long SECOND_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Group<R>> all = new ArrayList<>();
    private final Failure failure;
    private final Duration patience;

    private Groups(Failure failure, Duration patience) {
        this.failure = failure;
        this.patience = patience;
    }

    /** Joins all groups that a workload has, which don't read yet. */
    static <R extends Receipts> Groups<R> join(Run run, Supplier<R> receipts) {
        Workload workload = run.workload();
        Groups<R> groups = new Groups<>(run.failure(), run.patience());
        boolean timed = workload.isProducing();
        try {
            for (String name : run.names().groups(workload)) {
                groups.all.add(Group.join(
                        run.driver(),
                        run.names().topics(),
                        name,
                        workload.reading().consumers(),
                        receipts,
                        timed));
            }
        } catch (RuntimeException e) {
            groups.close();
            throw e;
        }
        return groups;
    }

    /** Has all groups read. */
    void start() {
        all.forEach(group -> group.start(failure));
    }

    /** Returns when each group has so many records, or something went wrong. */
    void await(long recordsOfEach) {
        for (Group<R> group : all) {
            if (!Progress.await(group::records, recordsOfEach, patience, failure)) {
                failure.set("group " + group.name() + " got " + group.records() + " of " + recordsOfEach
                        + " records and no more within " + patience.toSeconds() + " s");
            }
        }
    }

    /** Returns when a first record has come, or something went wrong. */
    void awaitFirst() {
        if (!Progress.await(this::firstNanos, 1, patience, failure)) {
            failure.set("no record came within " + patience.toSeconds() + " s");
        }
    }

    /** Returns when no record has come for so long. */
    void awaitSilence(Duration silence) {
        boolean unused = Progress.await(this::records, Long.MAX_VALUE, silence, failure);
    }

    /** Records that came so far, to all groups together. */
    long records() {
        return all.stream().mapToLong(Group::records).sum();
    }

    /** Bytes of the records' values, once reading has ended. */
    long bytes() {
        return all.stream().mapToLong(Group::bytes).sum();
    }

    /** When the first record came; 0 if none has. */
    long firstNanos() {
        return all.stream()
                .mapToLong(Group::firstNanos)
                .filter(nanos -> nanos != 0)
                .min()
                .orElse(0);
    }

    /** When the last record came; 0 if none has. */
    long lastNanos() {
        return all.stream().mapToLong(Group::lastNanos).max().orElse(0);
    }

    /** Adds the times from sending to receipt since the last call, in microseconds. */
    void drainTo(Histogram micros) {
        all.forEach(group -> group.drainTo(micros));
    }

    /** The number of groups. */
    int size() {
        return all.size();
    }

    /**
     * Looks whether more comes than there should, ends reading, and judges what each group has.
     *
     * @param judge says what is wrong with what the consumers of one group got together, empty for nothing
     */
    void judge(Function<List<R>, Optional<String>> judge) {
        LockSupport.parkNanos(all.isEmpty() ? 0 : SECOND_LOOK_NANOS);
        for (Group<R> group : all) {
            judge.apply(group.stop()).ifPresent(why -> failure.set("group " + group.name() + ": " + why));
        }
    }

    @Override
    public void close() {
        all.forEach(Group::close);
        all.clear();
    }
}
