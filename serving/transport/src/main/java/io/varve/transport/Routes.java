/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import com.google.protobuf.ByteString;
import io.varve.cluster.TopicCatalogue;
import io.varve.cluster.TopicRecord;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicIds;
import io.varve.shard.Shard;
import io.varve.shard.ShardHost;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** From what a request names to the shard that serves it. On the loop of the request's connection. */
final class Routes {
    private final TopicCatalogue topics;
    private final ShardHost shards;

    Routes(TopicCatalogue topics, ShardHost shards) {
        this.topics = topics;
        this.shards = shards;
    }

    /**
     * Calls {@code then} with the topic. A topic that isn't cached is looked up; the request's connection serves nothing else
     * meanwhile, which keeps the order of its requests.
     *
     * @param then may throw; that becomes the answer
     */
    void toTopic(Request<?, ?> request, ByteString topicId, Consumer<TopicRecord> then) {
        UUID id = TopicIds.of(topicId);
        Optional<TopicRecord> known = topics.known(id);
        if (known.isPresent()) {
            then.accept(known.get());
        } else {
            when(request, topics.get(id), then);
        }
    }

    /**
     * As {@link #toTopic}; the topic is read again if it lacks this partition as it is known here, since it may have grown.
     * Whether it has it then is left to {@code then}.
     */
    void toPartition(Request<?, ?> request, ByteString topicId, int partition, Consumer<TopicRecord> then) {
        toTopic(request, topicId, topic -> {
            if (partition < topic.partitions()) {
                then.accept(topic);
            } else {
                when(request, topics.read(topic.topicId()), then);
            }
        });
    }

    /**
     * Calls {@code then} with the outcome of a lookup; a failure becomes the answer. While it isn't done the request's
     * connection serves nothing else.
     *
     * @param then may throw; that becomes the answer
     */
    <T> void when(Request<?, ?> request, CompletableFuture<T> lookup, Consumer<T> then) {
        if (lookup.isDone() && !lookup.isCompletedExceptionally()) {
            then.accept(lookup.join());
            return;
        }
        request.connection().await(lookup, (found, failure) -> {
            try {
                if (failure != null) {
                    throw Failures.toClient(failure);
                }
                then.accept(Objects.requireNonNull(found));
            } catch (RuntimeException e) {
                CommandTable.fail(request, e);
            }
        });
    }

    /**
     * Has {@code task} run on the loop of the shard if it is served here, or as soon as it is if that is about to happen; else the
     * request fails with {@code NOT_OWNER}. Requests of one connection to one shard keep their order.
     */
    void toShard(Request<?, ?> request, int id, Consumer<Shard> task) {
        request.concerns(id);
        Consumer<Shard> guarded = shard -> {
            try {
                task.accept(shard);
            } catch (RuntimeException e) {
                CommandTable.fail(request, e);
            }
        };
        Optional<Shard> served = shards.shard(id);
        if (served.isPresent()) {
            Shard shard = served.get();
            request.connection().shardTasks().add(shard, () -> guarded.accept(shard));
        } else if (!shards.await(id, guarded, () -> CommandTable.fail(request, notServed(id)))) {
            throw notServed(id);
        }
    }

    /** The shard, if it is served here; else {@code NOT_OWNER}. */
    Shard served(int id) {
        return shards.shard(id).orElseThrow(() -> notServed(id));
    }

    private static VarveException notServed(int id) {
        return new VarveException(ErrorCode.NOT_OWNER, "shard " + id + " isn't served by this broker");
    }

    /** The numbers of all shards that are served here. */
    List<Integer> here() {
        return shards.shards().stream().map(Shard::id).sorted().toList();
    }
}
