/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.checkpoint;

import io.varve.replay.plan.OffsetSpan;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How far a replay has come.
 *
 * @param version of this form, {@link #VERSION}
 * @param topic as the request named it
 * @param topicId its id
 * @param asked which records were asked for, see {@link io.varve.replay.plan.ReplayRequest#asked}
 * @param rest what is still to be replayed, by partition; finished partitions are empty spans
 * @param mark what the sink returned when it made the rest's predecessors lasting
 * @param recordsFromObjects replayed so far
 * @param bytesFromObjects replayed so far: keys, values and headers
 * @param recordsFromBroker replayed so far
 * @param bytesFromBroker replayed so far: keys, values and headers
 */
public record Checkpoint(
        int version,
        String topic,
        UUID topicId,
        String asked,
        Map<Integer, OffsetSpan> rest,
        long mark,
        long recordsFromObjects,
        long bytesFromObjects,
        long recordsFromBroker,
        long bytesFromBroker) {
    /** The only form so far. */
    public static final int VERSION = 1;

    public Checkpoint {
        rest = Collections.unmodifiableMap(new TreeMap<>(rest));
    }

    /** The same of a sink that is at this mark. */
    public Checkpoint at(long sinkMark) {
        return new Checkpoint(
                version,
                topic,
                topicId,
                asked,
                rest,
                sinkMark,
                recordsFromObjects,
                bytesFromObjects,
                recordsFromBroker,
                bytesFromBroker);
    }

    /** Replayed so far, from everywhere. */
    public long records() {
        return recordsFromObjects + recordsFromBroker;
    }

    /** Replayed so far, from everywhere. */
    public long bytes() {
        return bytesFromObjects + bytesFromBroker;
    }

    /** How many offsets are still to be replayed; of a replay that follows those that it will never come to count as well. */
    public long offsetsLeft() {
        return rest.values().stream()
                .mapToLong(span -> Math.max(0, span.endOffset() - span.firstOffset()))
                .sum();
    }
}
