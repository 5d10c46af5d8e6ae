/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.fake;

import io.varve.protocol.name.TopicIds;
import io.varve.protocol.wire.AlterTopic;
import io.varve.protocol.wire.PartitionOwner;
import io.varve.protocol.wire.TopicConfig;
import io.varve.protocol.wire.TopicInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A topic; each partition is a shard of its own. Touched on the fake's thread only. */
final class FakeTopic {
    final String name;
    final UUID id;
    TopicConfig config;
    final List<FakePartition> partitions = new ArrayList<>();
    final List<FakeBroker> owners = new ArrayList<>();

    FakeTopic(String name, int count, TopicConfig config, FakeBroker owner) {
        this(name, UUID.randomUUID(), config);
        for (int i = 0; i < count; i++) {
            partitions.add(new FakePartition());
            owners.add(owner);
        }
    }

    private FakeTopic(String name, UUID id, TopicConfig config) {
        this.name = name;
        this.id = id;
        this.config = config;
    }

    /** Another one of the same name, id and partitions. */
    FakeTopic copy() {
        FakeTopic copy = new FakeTopic(name, id, config);
        copy.partitions.addAll(partitions);
        copy.owners.addAll(owners);
        return copy;
    }

    void alter(AlterTopic change, FakeBroker owner) {
        while (partitions.size() < change.getPartitions()) {
            partitions.add(new FakePartition());
            owners.add(owner);
        }
        TopicConfig.Builder changed = config.toBuilder();
        if (change.hasRetentionMs()) {
            changed.setRetentionMs(change.getRetentionMs());
        }
        if (change.hasRetentionBytes()) {
            changed.setRetentionBytes(change.getRetentionBytes());
        }
        if (change.hasDedupWindowMs()) {
            changed.setDedupWindowMs(change.getDedupWindowMs());
        }
        config = changed.build();
    }

    TopicInfo info() {
        TopicInfo.Builder info = TopicInfo.newBuilder()
                .setTopic(name)
                .setTopicId(TopicIds.toBytes(id))
                .setConfig(config)
                .setCreatedMs(1);
        for (int i = 0; i < partitions.size(); i++) {
            info.addPartitions(PartitionOwner.newBuilder()
                    .setPartition(i)
                    .setShard(i)
                    .setOwner(owners.get(i).wireAddress()));
        }
        return info.build();
    }
}
