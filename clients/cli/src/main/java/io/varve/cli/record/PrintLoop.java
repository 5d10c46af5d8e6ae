/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Polls, prints and commits until enough is printed, time is up, or somebody stops it. What was printed is on stdout as soon as
 * there is nothing more to print at once, and committed about every second and at the end.
 */
final class PrintLoop {
    /** Short, since nothing else ends a poll when the user interrupts. */
    private static final Duration LONGEST_POLL = Duration.ofMillis(200);

    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

    /** The group took this member for dead and gave its partitions to others, who print the same records again; or was sought in. */
    private static final Set<ErrorCode> EXPIRED = EnumSet.of(ErrorCode.STALE_MEMBER_EPOCH, ErrorCode.UNKNOWN_MEMBER);

    private final RecordSource source;
    private final Progress progress;
    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Consumer<String> notices;
    private volatile boolean stopped;
    private long printed;

    PrintLoop(RecordSource source, Progress progress, Limits limits, LongSupplier nanoTime, Consumer<String> notices) {
        this.source = source;
        this.progress = progress;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.notices = notices;
    }

    /**
     * When to end.
     *
     * @param maxRecords records to print, {@code Long.MAX_VALUE} for no limit
     * @param deadlineNanos by the loop's clock
     * @param hasDeadline whether that counts
     */
    record Limits(long maxRecords, long deadlineNanos, boolean hasDeadline) {
        private boolean isOver(long nowNanos) {
            return hasDeadline && nowNanos - deadlineNanos >= 0;
        }

        private Duration longestPoll(long nowNanos) {
            Duration left = Duration.ofNanos(Math.max(0, deadlineNanos - nowNanos));
            return hasDeadline && left.compareTo(LONGEST_POLL) < 0 ? left : LONGEST_POLL;
        }
    }

    /** Returns when it is done; then everything printed is on stdout and committed. */
    void run() throws IOException {
        long commitAt = nanoTime.getAsLong() + COMMIT_INTERVAL.toNanos();
        while (!stopped && printed < limits.maxRecords && !limits.isOver(nanoTime.getAsLong())) {
            List<ReceivedRecord<byte[]>> records = source.poll(Duration.ZERO);
            if (records.isEmpty()) {
                progress.flush();
                records = source.poll(limits.longestPoll(nanoTime.getAsLong()));
            }
            print(records);
            if (nanoTime.getAsLong() - commitAt >= 0) {
                commitWhileRunning();
                commitAt = nanoTime.getAsLong() + COMMIT_INTERVAL.toNanos();
            }
        }
        commit();
    }

    /** Makes {@link #run} end soon; for another thread. */
    void stop() {
        stopped = true;
    }

    /** Records printed so far. */
    long printed() {
        return printed;
    }

    /** Brings everything to stdout and commits it: at the end, and before partitions go to somebody else. */
    void commit() throws IOException {
        progress.flush();
        Map<TopicPartition, Long> nextOffsets = progress.takeUncommitted();
        if (!nextOffsets.isEmpty()) {
            source.commit(nextOffsets);
        }
    }

    private void commitWhileRunning() throws IOException {
        try {
            commit();
        } catch (VarveException e) {
            if (!EXPIRED.contains(e.code())) {
                throw e;
            }
            notices.accept(
                    "the last second was printed but not committed, since the group took this member for gone, or"
                            + " was moved by a seek (" + e.code() + "); it may be printed again");
        }
    }

    private void print(List<ReceivedRecord<byte[]>> records) throws IOException {
        for (ReceivedRecord<byte[]> record : records) {
            if (printed == limits.maxRecords) {
                return;
            }
            progress.print(record);
            printed++;
        }
    }
}
