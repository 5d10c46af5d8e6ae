/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.client.consumer.RebalanceListener;
import io.varve.client.consumer.StreamConsumer;
import io.varve.client.consumer.StreamConsumerBuilder;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.TopicPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads as a member of a group, which remembers; what goes to another member is printed and committed before. */
final class GroupSource implements RecordSource, RebalanceListener {
    private final Progress progress;
    private final StreamConsumer<byte[]> consumer;

    /** Joins the group; the listener of {@code options} is set here. */
    GroupSource(StreamConsumerBuilder<byte[]> options, Progress progress) {
        this.progress = progress;
        this.consumer = options.listener(this).create();
    }

    @Override
    public List<ReceivedRecord<byte[]>> poll(Duration timeout) {
        return consumer.poll(timeout);
    }

    @Override
    public void commit(Map<TopicPartition, Long> nextOffsets) {
        consumer.commitSync(nextOffsets);
    }

    @Override
    public void close() {
        consumer.close();
    }

    @Override
    public void onRevoked(Collection<TopicPartition> partitions) {
        try {
            progress.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<TopicPartition, Long> nextOffsets = progress.takeUncommitted();
        if (!nextOffsets.isEmpty()) {
            commit(nextOffsets);
        }
    }

    @Override
    public void onLost(Collection<TopicPartition> partitions) {
        progress.forget(partitions);
    }
}
