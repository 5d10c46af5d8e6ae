/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

import java.time.Instant;

/** Where in a partition reading starts. */
public sealed interface StartPosition {
    /** The first record that is kept. */
    static StartPosition earliest() {
        return Earliest.INSTANCE;
    }

    /** What is appended after now. */
    static StartPosition latest() {
        return Latest.INSTANCE;
    }

    /** This offset, which must be kept still or be the next one. */
    static StartPosition at(long offset) {
        return new AtOffset(offset);
    }

    /**
     * The first batch with a record of this time or later, by the producers' times; the end if there is none. Earlier records
     * of that batch are delivered too.
     */
    static StartPosition at(Instant time) {
        return new AtTime(time);
    }

    /** See {@link #earliest}. */
    record Earliest() implements StartPosition {
        private static final Earliest INSTANCE = new Earliest();
    }

    /** See {@link #latest}. */
    record Latest() implements StartPosition {
        private static final Latest INSTANCE = new Latest();
    }

    /** See {@link #at(long)}. */
    record AtOffset(long offset) implements StartPosition {
        /** Checks the range. */
        public AtOffset {
            if (offset < 0) {
                throw new IllegalArgumentException("offset is " + offset + "; 0 is the least");
            }
        }
    }

    /** See {@link #at(Instant)}. */
    record AtTime(Instant time) implements StartPosition {
        private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
        private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

        /** Checks the range. */
        public AtTime {
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw new IllegalArgumentException("time is " + time + "; it goes from " + EARLIEST + " to " + LATEST);
            }
        }
    }
}
