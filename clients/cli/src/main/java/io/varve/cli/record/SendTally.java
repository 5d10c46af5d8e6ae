/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.client.record.RecordPosition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of the records sent so far. Its monitor guards everything: one thread sends, another one learns how that went,
 * and a third may be asked for the result when the user interrupts.
 */
final class SendTally {
    /** What is wrong with one record says nothing about the next. */
    private static final Set<ErrorCode> OF_ONE_RECORD =
            EnumSet.of(ErrorCode.RECORD_TOO_LARGE, ErrorCode.INVALID_ARGUMENT);

    private final Map<Integer, Stored> partitions = new TreeMap<>();
    private final Map<ErrorCode, String> failures = new EnumMap<>(ErrorCode.class);
    private long stored;
    private long duplicates;
    private long failed;
    private long bytes;
    private boolean hopeless;

    /** What a partition got: how many records, and the offset of the last one. */
    record Stored(long records, long lastOffset) {
        private Stored and(long offset) {
            return new Stored(records + 1, Math.max(lastOffset, offset));
        }
    }

    /**
     * A record of so many bytes is stored, or was at least sent if no acknowledgement was wanted.
     *
     * @param wasThere whether its message id was stored before
     */
    synchronized void stored(RecordPosition position, int recordBytes, boolean wasThere) {
        stored++;
        duplicates += wasThere ? 1 : 0;
        bytes += recordBytes;
        partitions.merge(
                position.partition(), new Stored(1, position.offset()), (before, one) -> before.and(position.offset()));
    }

    /** A record, which came from this line, is not stored, or nobody knows whether it is. */
    synchronized void failed(long line, VarveException why) {
        failed++;
        failures.putIfAbsent(why.code(), "line " + line + ": " + why.code() + ": " + why.getMessage());
        hopeless |= !OF_ONE_RECORD.contains(why.code());
    }

    /** Whether sending more would fail in the same way, or leave a gap that nobody wants. */
    synchronized boolean isHopeless() {
        return hopeless;
    }

    /** Records that are not stored. */
    synchronized long failed() {
        return failed;
    }

    /** Records that were counted in any way. */
    synchronized long total() {
        return stored + failed;
    }

    /** The first failure of each kind, with its line. */
    synchronized Iterable<String> failures() {
        return List.copyOf(failures.values());
    }

    /** The result as it is now, after so many seconds. */
    synchronized SendResult result(String topic, double seconds) {
        return new SendResult(topic, stored, duplicates, failed, bytes, seconds, new TreeMap<>(partitions));
    }
}
