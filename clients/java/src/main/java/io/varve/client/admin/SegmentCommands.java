/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.Repeat;
import io.varve.client.cluster.TopicView;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.DescribeSegments;
import io.varve.protocol.wire.StoredRange.PlaceCase;
import io.varve.protocol.wire.StoredRanges;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Where the records of a topic are stored. */
final class SegmentCommands {
    private final Cluster cluster;

    SegmentCommands(Cluster cluster) {
        this.cluster = cluster;
    }

    CompletableFuture<List<StoredRange>> describe(String topic) {
        return TopicCommands.checked(() -> {
            TopicName name = TopicName.parse(topic);
            return cluster.topics().lookUp(name).thenCompose(view -> {
                List<CompletableFuture<List<StoredRange>>> parts = new ArrayList<>();
                for (int partition = 0; partition < view.partitions(); partition++) {
                    parts.add(describe(name, view, partition, 0, new ArrayList<>()));
                }
                return Gather.all(parts)
                        .thenApply(found ->
                                found.stream().flatMap(Collection::stream).toList());
            });
        });
    }

    private CompletableFuture<List<StoredRange>> describe(
            TopicName name, TopicView view, int partition, long from, List<StoredRange> found) {
        return cluster.ask(
                        cluster.topics().owner(name, partition),
                        CommandType.DESCRIBE_SEGMENTS,
                        DescribeSegments.newBuilder()
                                .setTopicId(view.topicId())
                                .setPartition(partition)
                                .setFromOffset(from)
                                .build(),
                        StoredRanges.class,
                        Repeat.ALWAYS)
                .thenCompose(page -> {
                    page.getRangesList().forEach(range -> found.add(range(partition, range)));
                    return page.getMore() && page.getRangesCount() > 0
                            ? describe(
                                    name,
                                    view,
                                    partition,
                                    page.getRanges(page.getRangesCount() - 1).getEndOffset(),
                                    found)
                            : CompletableFuture.completedFuture(found);
                });
    }

    private static StoredRange range(int partition, io.varve.protocol.wire.StoredRange range) {
        boolean inLedger = range.getPlaceCase() == PlaceCase.LEDGER_ID;
        return new StoredRange(
                partition,
                range.getFirstOffset(),
                range.getEndOffset(),
                range.getBytes(),
                inLedger ? OptionalLong.of(range.getLedgerId()) : OptionalLong.empty(),
                inLedger ? Optional.empty() : Optional.of(range.getObjectKey()),
                WireTopics.time(range.getLastAppendMs()));
    }
}
