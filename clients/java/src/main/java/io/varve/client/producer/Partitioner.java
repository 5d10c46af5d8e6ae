/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import io.varve.protocol.partition.KeyPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the partition of a record that names none. Called on the sender's thread, by several at once.
 *
 * <pre>{@code
 * Partitioner byFirstByte = (key, value, partitions) -> value == null ? 0 : Byte.toUnsignedInt(value[0]) % partitions;
 * }</pre>
 */
@FunctionalInterface
public interface Partitioner {
    /** Leaves the choice to the producer, which fills one partition's batch after the other. */
    int ANY = -1;

    /** The partition from 0 to {@code partitions - 1}, or {@link #ANY}. */
    int partition(byte @Nullable [] key, byte @Nullable [] value, int partitions);

    /** By the hash of the key, as Kafka's clients do; records without a key go anywhere. */
    static Partitioner byKey() {
        return (key, value, partitions) -> key == null ? ANY : KeyPartitioner.partition(key, partitions);
    }
}
