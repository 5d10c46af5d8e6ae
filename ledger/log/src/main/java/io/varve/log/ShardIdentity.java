/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.log.record.EntryHeader;

/**
 * Whose log it is.
 *
 * @param clusterId the cluster's UUID as text
 * @param shard number of the shard, from 0
 */
public record ShardIdentity(String clusterId, int shard) {
    /** The 32 bits of the cluster's id that entries carry. */
    int clusterHash() {
        return EntryHeader.clusterHash(clusterId);
    }

    @Override
    public String toString() {
        return "shard=" + shard;
    }
}
