/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.log.record.LogRecord;

/**
 * Rebuilds a shard's state from its log, on the shard's loop. An exception from either method fails the opening of the log.
 */
public interface Replay {
    /**
     * Called once, before the first record.
     *
     * @param fromSequence sequence of the first record that will come, or that will be appended when the log is empty
     * @param fromSnapshot whether that record is the SNAPSHOT_BEGIN of a complete snapshot; otherwise it is the first of the log.
     *     Images of snapshots that have no end come too and don't count
     */
    void begin(long fromSequence, boolean fromSnapshot);

    /**
     * The next record; sequences rise by one but for those of types that this version may skip.
     *
     * @param record its body is borrowed for the call
     */
    void record(LogRecord record);
}
