/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A topic's node: like {@link TopicRecord}, but with the names of shard sets in place of the sets. */
record StoredTopic(
        String topic,
        UUID topicId,
        TopicRecord.State state,
        int featureLevel,
        long createdMs,
        List<Row> mapping,
        Map<Integer, PartitionOverride> overrides,
        int keyMappingEpoch,
        TopicConfig config,
        int configVersion) {
    static final NodeJson<StoredTopic> JSON = new NodeJson<>(StoredTopic.class, 1);

    record Row(String set, long base, int shardCount, int firstPartition, int endPartition) {
        private MappingRow resolve(ClusterNode cluster) {
            ShardSet shards = cluster.shardSet(set)
                    .orElseThrow(() -> new IllegalArgumentException("it is mapped to the unknown shard set " + set));
            return new MappingRow(shards, base, shardCount, firstPartition, endPartition);
        }
    }

    StoredTopic {
        if (topic == null || topicId == null || state == null || mapping == null || config == null) {
            throw new IllegalArgumentException("a topic needs topic, topicId, state, mapping and config");
        }
        overrides = overrides == null ? Map.of() : new TreeMap<>(overrides);
    }

    static StoredTopic of(TopicRecord topic) {
        return new StoredTopic(
                topic.name().toString(),
                topic.topicId(),
                topic.state(),
                topic.featureLevel(),
                topic.createdMs(),
                topic.mapping().stream()
                        .map(row -> new Row(
                                row.set().name(),
                                row.base(),
                                row.shardCount(),
                                row.firstPartition(),
                                row.endPartition()))
                        .toList(),
                topic.overrides(),
                topic.keyMappingEpoch(),
                topic.config(),
                topic.configVersion());
    }

    /** Whether the cluster's node is new enough to know all shards of the mapping. */
    boolean isCoveredBy(ClusterNode cluster) {
        return mapping.stream().allMatch(row -> cluster.shardSet(row.set)
                .filter(set -> set.shards().size() >= row.shardCount)
                .isPresent());
    }

    /** The topic; DAMAGED when its mapping contradicts itself or the cluster. */
    TopicRecord resolve(ClusterNode cluster) {
        try {
            return new TopicRecord(
                    topicId,
                    TopicName.parse(topic),
                    state,
                    mapping.stream().map(row -> row.resolve(cluster)).toList(),
                    overrides,
                    keyMappingEpoch,
                    config,
                    configVersion,
                    featureLevel,
                    createdMs);
        } catch (IllegalArgumentException e) {
            throw new VarveException(ErrorCode.DAMAGED, "stored topic " + topic + ": " + e.getMessage(), e);
        }
    }
}
