/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Instant;
import java.util.Optional;

/**
 * A ledger of a shard's log on its way to object storage.
 *
 * @param shard whose log it is of
 * @param ledgerId in BookKeeper
 * @param state how far it is
 * @param bytes written
 * @param firstSequence of the log
 * @param endSequence exclusive; 0 while open
 * @param opened when writing began
 * @param sealed when writing ended; empty while open
 * @param lastError why the last try to tier it failed, if it did
 */
public record Segment(
        int shard,
        long ledgerId,
        State state,
        long bytes,
        long firstSequence,
        long endSequence,
        Instant opened,
        Optional<Instant> sealed,
        Optional<String> lastError) {
    /** How far a segment is. */
    public enum State {
        OPEN,
        SEALED,
        TIERING,
        TIERED
    }
}
