/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import io.varve.client.record.TopicPartition;
import java.util.Collection;

/**
 * Is told when a consumer's partitions change, on the thread that polls or closes it, between two polls. What it throws comes
 * out of that call; the change is made all the same.
 *
 * <pre>{@code
 * new RebalanceListener() {
 *     public void onRevoked(Collection<TopicPartition> partitions) {
 *         consumer.commitSync(); // what is done so far, before somebody else goes on
 *     }
 * }
 * }</pre>
 */
public interface RebalanceListener {
    /** These partitions are the consumer's from now on; seeking in them takes effect before their first record. */
    default void onAssigned(Collection<TopicPartition> partitions) {}

    /** These partitions are to be released; they can still be committed, and nobody else has them before the return. */
    default void onRevoked(Collection<TopicPartition> partitions) {}

    /** These partitions are gone: the member had expired, and others may have them. Nothing can be committed. */
    default void onLost(Collection<TopicPartition> partitions) {
        onRevoked(partitions);
    }
}
