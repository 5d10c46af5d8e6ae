/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A topic as the catalogue knows it: its identity, and which shard holds each of its partitions. Immutable, for any thread.
 *
 * @param topicId identity; a topic recreated under the same name has another one
 * @param name the name under which it was created
 * @param state whether it is being deleted
 * @param mapping rows that cover the partitions from 0 without holes or overlaps
 * @param overrides partitions that are elsewhere than their row says
 * @param keyMappingEpoch how often the number of partitions, and with it the partition of a key, has changed
 * @param config what its owner chose
 * @param configVersion how often that has changed
 * @param featureLevel level of the formats when it was created
 * @param createdMs when it was created, in ms since the epoch
 */
public record TopicRecord(
        UUID topicId,
        TopicName name,
        State state,
        List<MappingRow> mapping,
        Map<Integer, PartitionOverride> overrides,
        int keyMappingEpoch,
        TopicConfig config,
        int configVersion,
        int featureLevel,
        long createdMs) {
    /** Fewest partitions of a topic. */
    public static final int MIN_PARTITIONS = 1;
    /** Most partitions of a topic. */
    public static final int MAX_PARTITIONS = 10_000;

    /** Whether a topic is there to be used. */
    public enum State {
        /** It can be written and read. */
        ACTIVE,
        /** Its name is free, its shards give up what they hold of it. */
        DELETING
    }

    public TopicRecord {
        mapping = List.copyOf(mapping);
        overrides = Collections.unmodifiableMap(new TreeMap<>(overrides));
        int next = 0;
        for (MappingRow row : mapping) {
            if (row.firstPartition() != next) {
                throw new IllegalArgumentException(
                        "mapping of topic " + name + " goes on at partition " + row.firstPartition() + ", not " + next);
            }
            next = row.endPartition();
        }
        if (next < MIN_PARTITIONS || next > MAX_PARTITIONS) {
            throw new IllegalArgumentException("topic " + name + " has " + next + " partitions, allowed are "
                    + MIN_PARTITIONS + " to " + MAX_PARTITIONS);
        }
    }

    /**
     * A new topic, spread over all shards that the set has now.
     *
     * @param partitions {@link #MIN_PARTITIONS} to {@link #MAX_PARTITIONS}, else INVALID_ARGUMENT
     */
    public static TopicRecord create(
            UUID topicId,
            TopicName name,
            int partitions,
            ShardSet set,
            TopicConfig config,
            int featureLevel,
            long nowMs) {
        if (partitions < MIN_PARTITIONS || partitions > MAX_PARTITIONS) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "topic " + name.shortName() + ": " + partitions + " partitions, allowed are " + MIN_PARTITIONS
                            + " to " + MAX_PARTITIONS);
        }
        MappingRow row = new MappingRow(set, baseOf(topicId), set.shards().size(), 0, partitions);
        return new TopicRecord(topicId, name, State.ACTIVE, List.of(row), Map.of(), 0, config, 0, featureLevel, nowMs);
    }

    /** xxHash64 (seed 0) of the id's 16 bytes in big-endian order, without the highest bit. */
    static long baseOf(UUID topicId) {
        return Hashes.nonNegative(Hashes.bytes(topicId));
    }

    /** How many partitions it has; they are numbered from 0. */
    public int partitions() {
        return mapping.get(mapping.size() - 1).endPartition();
    }

    /**
     * The shard that holds a partition. Nothing else computes a shard.
     *
     * @throws VarveException PARTITION_NOT_FOUND
     */
    public int shardOf(int partition) {
        PartitionOverride override = overrides.get(partition);
        if (override != null) {
            return override.shard();
        }
        for (MappingRow row : mapping) {
            if (partition >= row.firstPartition() && partition < row.endPartition()) {
                return row.shardOf(partition);
            }
        }
        throw new VarveException(
                ErrorCode.PARTITION_NOT_FOUND,
                "topic " + name.shortName() + " has no partition " + partition + ", its last one is "
                        + (partitions() - 1));
    }

    /** Every shard that holds a partition of it, ascending. */
    public SortedSet<Integer> shards() {
        SortedSet<Integer> shards = new TreeSet<>();
        for (int partition = 0; partition < partitions(); partition++) {
            shards.add(shardOf(partition));
        }
        return Collections.unmodifiableSortedSet(shards);
    }

    /** The same topic with more partitions, which are spread over all shards that the set of the last ones has now. */
    TopicRecord grown(int partitions) {
        List<MappingRow> rows = new ArrayList<>(mapping);
        MappingRow last = rows.get(rows.size() - 1);
        int shardCount = last.set().shards().size();
        if (shardCount == last.shardCount()) {
            // The same rule for both, so one row: a topic that grows by one partition a thousand times stays small.
            rows.set(
                    rows.size() - 1,
                    new MappingRow(last.set(), last.base(), shardCount, last.firstPartition(), partitions));
        } else {
            rows.add(new MappingRow(last.set(), last.base(), shardCount, last.endPartition(), partitions));
        }
        return new TopicRecord(
                topicId,
                name,
                state,
                rows,
                overrides,
                keyMappingEpoch + 1,
                config,
                configVersion,
                featureLevel,
                createdMs);
    }

    /** The same topic with another configuration. */
    TopicRecord with(TopicConfig newConfig) {
        return new TopicRecord(
                topicId,
                name,
                state,
                mapping,
                overrides,
                keyMappingEpoch,
                newConfig,
                configVersion + 1,
                featureLevel,
                createdMs);
    }

    /** The same topic, being deleted. */
    TopicRecord deleting() {
        return in(State.DELETING, name);
    }

    /** The same topic in use again, perhaps under another name. */
    TopicRecord restored(TopicName as) {
        return in(State.ACTIVE, as);
    }

    private TopicRecord in(State newState, TopicName newName) {
        return new TopicRecord(
                topicId,
                newName,
                newState,
                mapping,
                overrides,
                keyMappingEpoch,
                config,
                configVersion,
                featureLevel,
                createdMs);
    }
}
