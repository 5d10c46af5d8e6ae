/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A shard and who has it.
 *
 * @param shard its number
 * @param shardSet the set that it is in
 * @param epoch number of claims so far
 * @param state see {@link State}
 * @param assignedTo id of the broker that should own it; empty while there is none
 * @param claimedBy id of the broker that serves or opens it; empty while there is none
 * @param copies of the newest ledger of its log; 0 before there is one
 * @param copiesWanted as many as its set asks for
 * @param loadBytesPerSecond what is appended to it and read from it, as was reported last; empty when nothing is known
 */
public record ShardStatus(
        int shard,
        String shardSet,
        int epoch,
        State state,
        Optional<String> assignedTo,
        Optional<String> claimedBy,
        int copies,
        int copiesWanted,
        OptionalLong loadBytesPerSecond) {
    /** What can be done with it. */
    public enum State {
        /** No live broker serves it. */
        UNSERVED,
        /** It can be written and read. */
        SERVED,
        /** A live broker has claimed it and replays its log. */
        OPENING,
        /** Its log misses something or contradicts itself; nobody serves it before an operator has looked at it. */
        DAMAGED
    }

    /** Whether what is written now gets fewer copies than it should, since too few bookies are writable. */
    public boolean lacksCopies() {
        return copies > 0 && copies < copiesWanted;
    }
}
