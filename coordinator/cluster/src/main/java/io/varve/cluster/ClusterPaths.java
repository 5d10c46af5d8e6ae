/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.protocol.name.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/** Where this module's nodes stand in the metadata tree. Names are spread over 256 parents, so that no child list outgrows a reply. */
final class ClusterPaths {
    static final String CLUSTER = "/cluster";
    static final String BROKERS = "/brokers";
    static final String CONTROLLER = "/controller";
    static final String ASSIGNMENT = "/assignment";
    static final String SHARDS = "/shards";
    static final String STANDBYS = "/standbys";
    static final String DRAINING = "/draining";
    static final String BALANCE = "/balance";
    static final String LOADS = "/loads";
    static final String NAMESPACES = "/namespaces";
    static final String TOPICS = "/topics";
    static final String TOPIC_IDS = "/topic-ids";
    static final String DELETED = "/deleted";
    static final String PRODUCER_IDS = "/producer-ids";

    private ClusterPaths() {}

    static String broker(String brokerId) {
        return BROKERS + "/" + brokerId;
    }

    static String draining(String brokerId) {
        return DRAINING + "/" + brokerId;
    }

    static String load(String brokerId) {
        return LOADS + "/" + brokerId;
    }

    static String shard(int shard) {
        return SHARDS + "/" + shard;
    }

    static String standby(int shard) {
        return STANDBYS + "/" + shard;
    }

    static String assignment(int bucket) {
        return ASSIGNMENT + "/" + bucket;
    }

    static String namespace(NamespaceName name) {
        return NAMESPACES + "/" + name.tenant() + "/" + name.namespace();
    }

    static String topicsOf(NamespaceName namespace) {
        return TOPICS + "/" + namespace.tenant() + "/" + namespace.namespace();
    }

    /** The two hex digits are the lowest byte of the xxHash64 of the name within its namespace. */
    static String topic(TopicName name) {
        long hash = Hashes.xxHash64(name.topic().getBytes(StandardCharsets.UTF_8));
        return topicsOf(NamespaceName.of(name)) + "/" + hex(hash) + "/" + name.topic();
    }

    /** The two hex digits are the last ones of the id. */
    static String topicId(UUID topicId) {
        return TOPIC_IDS + "/" + hex(topicId.getLeastSignificantBits()) + "/" + topicId;
    }

    static String deleted(UUID topicId) {
        return DELETED + "/" + topicId;
    }

    private static String hex(long value) {
        return HexFormat.of().toHexDigits((byte) value);
    }
}
