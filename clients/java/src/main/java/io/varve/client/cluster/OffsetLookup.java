/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.OffsetQuery;
import java.util.concurrent.CompletableFuture;

/** Asks the owner of a partition for an offset. */
public final class OffsetLookup {
    private OffsetLookup() {}

    /** With retries until the client's timeout; {@code timeMillis} counts for OFFSET_AT_TIME only. */
    public static CompletableFuture<OffsetFound> find(
            Cluster cluster, TopicName topic, int partition, OffsetQuery query, long timeMillis) {
        return cluster.topics()
                .resolve(topic)
                .thenCompose(view -> cluster.ask(
                        cluster.topics().owner(topic, partition),
                        CommandType.FIND_OFFSET,
                        command(view, partition, query, timeMillis),
                        OffsetFound.class,
                        Repeat.ALWAYS));
    }

    /** The command alone. */
    public static FindOffset command(TopicView view, int partition, OffsetQuery query, long timeMillis) {
        return FindOffset.newBuilder()
                .setTopicId(view.topicId())
                .setPartition(partition)
                .setQuery(query)
                .setTimeMs(timeMillis)
                .build();
    }
}
