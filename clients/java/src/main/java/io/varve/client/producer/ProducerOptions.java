/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import io.varve.client.transport.Nanos;
import io.varve.protocol.batch.Codec;
import java.time.Duration;

/**
 * How a producer works.
 *
 * @param acks what success means
 * @param idempotent whether a record that is sent again after a lost answer is still stored once; needs {@link Acks#QUORUM}
 * @param codec how batches are compressed
 * @param batchBytes a batch is cut at this size before compression; a larger record has a batch of its own
 * @param memoryBytes of records that are waiting or on their way, at most 2 GiB - 1
 * @param whenFull what happens at that limit
 * @param deliveryTimeout from {@code send} to success, all attempts together
 * @param partitioner chooses partitions
 * @param topicRefresh how often it looks whether the topic has more partitions
 */
public record ProducerOptions(
        Acks acks,
        boolean idempotent,
        Codec codec,
        int batchBytes,
        int memoryBytes,
        WhenFull whenFull,
        Duration deliveryTimeout,
        Partitioner partitioner,
        Duration topicRefresh) {
    /** Batches of one partition that may be unanswered: as many as brokers remember of each producer. */
    static final int MAX_IN_FLIGHT = 5;

    /** Acknowledged by a quorum, idempotent, uncompressed batches of 1 MB, 32 MiB of memory, 120 s to deliver, a look at the topic every 10 s. */
    public static final ProducerOptions DEFAULT = new ProducerOptions(
            Acks.QUORUM,
            true,
            Codec.NONE,
            1_000_000,
            32 << 20,
            WhenFull.BLOCK,
            Duration.ofMinutes(2),
            Partitioner.byKey(),
            Duration.ofSeconds(10));

    private static final int MIN_BATCH_BYTES = 128;
    private static final int MAX_BATCH_BYTES = 4 << 20;

    /** Checks the ranges. */
    public ProducerOptions {
        if (batchBytes < MIN_BATCH_BYTES || batchBytes > MAX_BATCH_BYTES) {
            throw new IllegalArgumentException(
                    "batchBytes is " + batchBytes + "; it goes from " + MIN_BATCH_BYTES + " to " + MAX_BATCH_BYTES);
        }
        if (memoryBytes < batchBytes) {
            throw new IllegalArgumentException(
                    "memoryBytes is " + memoryBytes + "; it must hold a batch of " + batchBytes);
        }
        Nanos.checked("deliveryTimeout", deliveryTimeout);
        Nanos.checked("topicRefresh", topicRefresh);
        if (idempotent && acks == Acks.NONE) {
            throw new IllegalArgumentException("a producer without acknowledgements can't be idempotent");
        }
    }
}
