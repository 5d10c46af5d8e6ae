/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import java.util.Comparator;
import java.util.UUID;

/**
 * A partition of a topic, by the topic's id: a topic that was deleted and made again is another one.
 *
 * @param topicId the topic's id
 * @param partition from 0
 */
public record PartitionKey(UUID topicId, int partition) implements Comparable<PartitionKey> {
    private static final Comparator<PartitionKey> ORDER =
            Comparator.comparing(PartitionKey::topicId).thenComparingInt(PartitionKey::partition);

    @Override
    public int compareTo(PartitionKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topicId + "-" + partition;
    }
}
