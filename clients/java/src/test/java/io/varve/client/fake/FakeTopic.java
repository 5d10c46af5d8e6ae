/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.fake;

import io.varve.protocol.name.TopicIds;
import io.varve.protocol.wire.PartitionOwner;
import io.varve.protocol.wire.TopicConfig;
import io.varve.protocol.wire.TopicInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A topic; each partition is a shard of its own. Touched on the fake's thread only. */
final class FakeTopic {
    final String name;
    final UUID id = UUID.randomUUID();
    final TopicConfig config;
    final List<FakePartition> partitions = new ArrayList<>();
    final List<FakeBroker> owners = new ArrayList<>();

    FakeTopic(String name, int count, TopicConfig config, FakeBroker owner) {
        this.name = name;
        this.config = config;
        for (int i = 0; i < count; i++) {
            partitions.add(new FakePartition());
            owners.add(owner);
        }
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
