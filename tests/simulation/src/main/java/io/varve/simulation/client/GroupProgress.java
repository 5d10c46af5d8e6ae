/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.client;

import io.varve.protocol.name.GroupName;
import io.varve.shard.state.PartitionKey;
import io.varve.simulation.check.Verdict;
import io.varve.simulation.check.Witness;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What members of one group were told of its progress: never more than the log has, never less than they were told before (I7). */
public final class GroupProgress {
    private final GroupName group;
    private final Witness witness;
    private final Verdict verdict;
    private final Map<PartitionKey, Long> acknowledged = new TreeMap<>();

    /** Nothing is committed. */
    public GroupProgress(GroupName group, Witness witness, Verdict verdict) {
        this.group = group;
        this.witness = witness;
        this.verdict = verdict;
    }

    /** What was acknowledged at some moment. */
    record Floor(Map<PartitionKey, Long> offsets) {}

    Floor floor() {
        return new Floor(Map.copyOf(acknowledged));
    }

    /** What the log has, -1 for nothing. */
    long committed(int shard, PartitionKey key) {
        return witness.log(shard).committed(group.toString(), key);
    }

    /** A commit was acknowledged. */
    void committed(int shard, PartitionKey key, long offset) {
        verdict.unless(
                committed(shard, key) >= offset,
                () -> "commit of " + offset + " in " + key + " by group " + group + " was acknowledged, the log has "
                        + committed(shard, key));
        acknowledged.merge(key, offset, Math::max);
    }

    /**
     * A committed offset was shown.
     *
     * @param floor what was acknowledged when it was asked for; null when a former owner answers, who may not know it
     */
    void shown(int shard, PartitionKey key, long offset, @Nullable Floor floor) {
        verdict.unless(
                offset <= committed(shard, key),
                () -> "offset " + offset + " in " + key + " was shown as committed by group " + group + ", the log has "
                        + committed(shard, key));
        long least = floor == null ? -1 : floor.offsets.getOrDefault(key, -1L);
        verdict.unless(
                offset >= least,
                () -> "offset " + offset + " in " + key + " was shown as committed by group " + group
                        + ", acknowledged was " + least);
    }
}
