/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.log.record.Entry;
import io.varve.protocol.error.StoreException;

/** Hears of one shard's log, on the shard's loop. Must not throw. */
public interface LogListener {
    /**
     * An entry is confirmed: it and all before it survive the loss of any one bookie or broker. Called for every entry that was
     * appended since the log was opened, in order; {@link ShardLog#confirmedEnd()} is already behind it.
     *
     * @param entry borrowed: retain it to keep it
     */
    void onConfirmed(Entry entry);

    /** A look at the shard's node found the claim to be ours: {@link ShardLog#mayAnswer()} may have become true. */
    default void onOwnershipSeen() {}

    /** A segment's end is recorded in the shard's node. Not called for those that were sealed when the log was opened. */
    void onSegmentSealed(Segment segment);

    /** Whether nothing of a segment waits to be copied to objects: many that wait keep the log from making more of them. */
    default boolean isTiered(long ledgerId) {
        return false;
    }

    /**
     * The log has stopped and the shard's image must be dropped; called at most once, and nothing follows. Appended records that
     * aren't confirmed may or may not be in the log: their requests are answered "unknown", others "not owner". {@code Fenced}:
     * another owner has the shard. {@code Unavailable}: it could not be told within the deadline whether it is still ours, or
     * records could not be stored. {@code Damaged}: stored data is missing or contradicts itself.
     */
    void onLost(StoreException reason);
}
