/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

/**
 * A shard that should be owned by another broker.
 *
 * @param shard the shard
 * @param from id of the broker that it is assigned to
 * @param to id of the broker that it should be assigned to
 * @param reason see {@link Reason}
 * @param why the reason in words
 */
public record ShardMove(int shard, String from, String to, Reason reason, String why) {
    /** What a move is good for. */
    public enum Reason {
        /** The broker has more load, or more shards, than others. */
        BALANCE,
        /** The broker is being drained. */
        DRAIN,
        /** The broker isn't in the pool of the shard's set. */
        POOL
    }
}
