/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.log.LatencyHistogram;

/**
 * How a shard fares, for those who watch it: counts since it was opened here, and what is the case now.
 *
 * @param appendedRecords records of batches that were appended
 * @param appendedBytes bytes of those batches
 * @param readBytes bytes of batches that went out to readers
 * @param appendLatency from the append of a command to its answer; goes on counting
 * @param entryLatency from sending an entry of the log to enough bookies' answers; goes on counting
 * @param pendingBytes appended and not confirmed
 * @param waitingAnswers commands that wait for confirmation
 * @param replayBytes of log that a successor would replay
 * @param missingCopies that what is written now has less than it should, since too few bookies are writable
 * @param segments of the log, open and sealed
 * @param untieredBytes of segments that aren't in objects, the open one included
 * @param untieredSinceMs when the oldest of them was opened, by the wall clock; {@link #NONE} without one
 * @param tieredBytes of segments that were copied to objects
 * @param tieringFailures how often that has failed
 * @param objects that hold its history
 * @param ledgersPendingDelete dropped from the log and not deleted yet
 */
public record ShardFigures(
        long appendedRecords,
        long appendedBytes,
        long readBytes,
        LatencyHistogram appendLatency,
        LatencyHistogram entryLatency,
        long pendingBytes,
        int waitingAnswers,
        long replayBytes,
        int missingCopies,
        int segments,
        long untieredBytes,
        long untieredSinceMs,
        long tieredBytes,
        long tieringFailures,
        int objects,
        int ledgersPendingDelete) {
    /** All data is in objects. */
    public static final long NONE = -1;
}
