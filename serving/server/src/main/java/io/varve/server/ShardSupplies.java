/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.netty.buffer.PooledByteBufAllocator;
import io.varve.cluster.ClusterNode;
import io.varve.cluster.DeletedTopics;
import io.varve.cluster.ShardClass;
import io.varve.cluster.TopicCatalogue;
import io.varve.cluster.TopicRecord;
import io.varve.log.LogServices;
import io.varve.log.Quorum;
import io.varve.objects.cold.ColdReader;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import io.varve.server.config.Configuration;
import io.varve.shard.ShardServices;
import io.varve.shard.core.ReplayBudget;
import io.varve.shard.produce.MessageIdMemory;
import io.varve.shard.read.ReadBudget;
import io.varve.shard.read.ReadMemory;
import io.varve.tiering.Backoff;
import io.varve.tiering.Tierer;
import io.varve.transport.EventLoops;
import io.varve.transport.NettyLoop;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** What each shard of a broker is given to stand on. Shards are spread over the loops; stores and caches they share. */
final class ShardSupplies implements AutoCloseable {
    private static final Backoff TIER_AGAIN = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final Stores stores;
    private final ClusterNode cluster;
    private final TopicCatalogue topics;
    private final Clock clock;
    private final List<NettyLoop> loops;
    private final List<ReadMemory> memories;
    private final ColdReader coldReader;
    private final Tierer tierer;
    private final MessageIdMemory messageIds;
    private final ReplayBudget replay = new ReplayBudget(ReplayBudget.DEFAULT_BYTES);

    ShardSupplies(
            Configuration configuration,
            Stores stores,
            ClusterNode cluster,
            TopicCatalogue topics,
            DeletedTopics deleted,
            EventLoops loops,
            Clock clock) {
        this.stores = stores;
        this.cluster = cluster;
        this.topics = topics;
        this.clock = clock;
        this.loops = Stream.generate(loops::next)
                .limit(Runtime.getRuntime().availableProcessors())
                .toList();
        ReadBudget budget = configuration.get(Sections.READS).perLoop(this.loops.size());
        this.memories = Stream.generate(() -> new ReadMemory(budget))
                .limit(this.loops.size())
                .toList();
        this.coldReader = new ColdReader(stores.objects(), configuration.get(Sections.COLD));
        this.messageIds =
                new MessageIdMemory(configuration.get(Sections.MESSAGE_IDS).messageIdBytes());
        this.tierer = new Tierer(
                stores.ledgers(),
                stores.objects(),
                id -> tenantOf(topics, deleted, id),
                configuration.get(Sections.TIERING),
                clock,
                UUID::randomUUID);
    }

    /** What a shard stands on. */
    ShardServices of(int shard) {
        return new ShardServices(
                new LogServices(
                        loopOf(shard),
                        clock,
                        stores.ledgers(),
                        stores.metadata(),
                        PooledByteBufAllocator.DEFAULT,
                        new SplittableRandom()),
                memories.get(shard % loops.size()),
                stores.objects(),
                coldReader,
                name -> orEmpty(topics.get(TopicName.parse(name))),
                id -> orEmpty(topics.get(id)),
                tierer,
                TIER_AGAIN,
                messageIds,
                replay);
    }

    /** The thread of a shard. */
    NettyLoop loopOf(int shard) {
        return loops.get(shard % loops.size());
    }

    /** What the shards' reads hold, a part for each loop. */
    List<ReadMemory> memories() {
        return memories;
    }

    /** How many copies of its log a shard keeps: its class says. */
    Quorum quorumOf(int shard) {
        ShardClass of = cluster.setOf(shard)
                .orElseThrow(() -> new IllegalStateException("shard " + shard + " is in no shard set"))
                .shardClass();
        return new Quorum(of.ensemble(), of.writeQuorum(), of.ackQuorum());
    }

    /** Memory for the message ids of all shards. */
    MessageIdMemory messageIds() {
        return messageIds;
    }

    /** Reads history for all shards. */
    ColdReader coldReader() {
        return coldReader;
    }

    /** Segments hold records of topics that were deleted and are kept, too. */
    private static CompletableFuture<String> tenantOf(TopicCatalogue topics, DeletedTopics deleted, UUID id) {
        return orEmpty(topics.get(id))
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(found.get().name().tenant())
                        : deleted.get(id).thenApply(kept -> kept.orElseThrow(() -> new VarveException(
                                        ErrorCode.TOPIC_NOT_FOUND, "a topic with id " + id + " doesn't exist"))
                                .topic()
                                .name()
                                .tenant()));
    }

    private static CompletableFuture<Optional<TopicRecord>> orEmpty(CompletableFuture<TopicRecord> topic) {
        return topic.handle((found, failure) -> {
            if (failure == null) {
                return Optional.of(found);
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof VarveException refused && refused.code() == ErrorCode.TOPIC_NOT_FOUND) {
                return Optional.empty();
            }
            throw new CompletionException(cause);
        });
    }

    @Override
    public void close() {
        tierer.close();
        coldReader.close();
    }
}
