/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import com.google.protobuf.ByteString;
import io.varve.client.transport.Address;
import io.varve.protocol.wire.PartitionOwner;
import io.varve.protocol.wire.TopicInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a topic: its id and who owns each of its partitions. Immutable; may be out of date, which the broker that
 * is asked in vain says.
 */
public final class TopicView {
    private final TopicInfo info;
    private final List<PartitionOwner> partitions;

    TopicView(TopicInfo info) {
        this.info = info;
        List<PartitionOwner> sorted = new ArrayList<>(info.getPartitionsList());
        sorted.sort(Comparator.comparingInt(PartitionOwner::getPartition));
        this.partitions = List.copyOf(sorted);
    }

    /** The topic's full name. */
    public String topic() {
        return info.getTopic();
    }

    /** The topic's id, 16 bytes as they travel. */
    public ByteString topicId() {
        return info.getTopicId();
    }

    /** The broker's whole answer. */
    public TopicInfo info() {
        return info;
    }

    /** Number of partitions; they are numbered from 0. */
    public int partitions() {
        return partitions.size();
    }

    /** The owner of the partition, if the shard has one; {@code partition} must exist. */
    public Optional<Address> owner(int partition) {
        PartitionOwner owner = partitions.get(partition);
        return owner.hasOwner() ? Optional.of(Address.of(owner.getOwner())) : Optional.empty();
    }

    /** The same view with another owner for the partition and all that share its shard; null = none is known. */
    TopicView withOwner(int partition, @Nullable Address owner) {
        int shard = partitions.get(partition).getShard();
        TopicInfo.Builder changed = info.toBuilder();
        for (PartitionOwner.Builder each : changed.getPartitionsBuilderList()) {
            if (each.getShard() == shard) {
                if (owner == null) {
                    each.clearOwner();
                } else {
                    each.getOwnerBuilder().setBrokerId("").setHost(owner.host()).setPort(owner.port());
                }
            }
        }
        return new TopicView(changed.build());
    }
}
