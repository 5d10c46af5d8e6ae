/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.netty.buffer.PooledByteBufAllocator;
import io.varve.cluster.Assignee;
import io.varve.cluster.BalanceConfig;
import io.varve.cluster.Broker;
import io.varve.cluster.BrokerRegistry;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ClusterNode;
import io.varve.cluster.ClusterReader;
import io.varve.cluster.Controller;
import io.varve.cluster.DeletedTopics;
import io.varve.cluster.GroupPlacement;
import io.varve.cluster.Namespaces;
import io.varve.cluster.Placements;
import io.varve.cluster.ProducerIds;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardMap;
import io.varve.cluster.ShardSet;
import io.varve.cluster.TopicCatalogue;
import io.varve.log.LogServices;
import io.varve.log.MemoryLedgerStore;
import io.varve.log.Quorum;
import io.varve.log.ShardOwner;
import io.varve.metadata.MemoryMetadataStore;
import io.varve.metadata.MemoryMetadataTree;
import io.varve.objects.MemoryObjectStore;
import io.varve.objects.cold.ColdReader;
import io.varve.objects.cold.ColdReaderConfig;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.name.TopicName;
import io.varve.shard.ShardConfig;
import io.varve.shard.ShardHost;
import io.varve.shard.ShardServices;
import io.varve.shard.core.ReplayBudget;
import io.varve.shard.produce.MessageIdConfig;
import io.varve.shard.produce.MessageIdMemory;
import io.varve.shard.read.ReadBudget;
import io.varve.shard.read.ReadMemory;
import io.varve.tiering.Backoff;
import io.varve.tiering.Tierer;
import io.varve.tiering.TiererConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A broker over stores in memory, serving four shards on a port of the system's choice. */
final class MemoryBroker implements AutoCloseable {
    static final int SHARDS = 4;
    static final String ID = "broker-1";
    static final Broker NEIGHBOUR = new Broker("broker-2", 7, "neighbour.example", 7651, 0, ShardClass.DEFAULT_POOL);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ExecutorService stores = Executors.newSingleThreadExecutor();
    private final MemoryMetadataTree tree = new MemoryMetadataTree(stores);
    final MemoryMetadataStore metadata = tree.connect();
    final MemoryLedgerStore ledgers = new MemoryLedgerStore(stores);
    final NativeServer server;
    final ClusterNode cluster;
    final ShardHost shards;
    private final ShardMap shardMap;

    /** The broker, once it serves what it should. */
    static MemoryBroker start(TransportConfig config) throws Exception {
        MemoryBroker broker = new MemoryBroker(config, false);
        Eventually.holds("all shards are served", () -> broker.shards.shards().size() == SHARDS);
        return broker;
    }

    /** The broker besides another one that has half of the shards, and never answers. */
    static MemoryBroker startBesidesNeighbour(TransportConfig config) throws Exception {
        MemoryBroker broker = new MemoryBroker(config, true);
        Eventually.holds(
                "half of the shards are served", () -> broker.shards.shards().size() == SHARDS / 2);
        return broker;
    }

    /** Loopback, any port, deadlines that no test reaches. */
    static TransportConfig config() {
        return new TransportConfig(
                "127.0.0.1", 0, "", 100, 1 << 20, 8 << 20, 16 << 20, Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    private MemoryBroker(TransportConfig config, boolean besidesNeighbour) throws Exception {
        parts.push(stores::shutdownNow);
        parts.push(metadata);
        Clock clock = Clock.systemUTC();
        cluster = new ClusterInit(metadata, clock)
                .create(List.of(
                        ShardSet.ofFirst(SHARDS, ShardSet.DEFAULT, new ShardClass(ShardClass.DEFAULT_POOL, 1, 1, 1))))
                .get(10, TimeUnit.SECONDS);
        ClusterReader reader = open(new ClusterReader(metadata));
        BrokerRegistry registry = open(new BrokerRegistry(metadata));
        Namespaces namespaces = open(new Namespaces(metadata));
        TopicCatalogue topics = open(new TopicCatalogue(metadata, reader, namespaces, clock, Duration.ofDays(7)));
        Assignee self = new Assignee(ID, 5);
        shardMap = open(new ShardMap(metadata, registry, self));
        EventLoops loops = open(new EventLoops("test-io", 2, exhausted -> {
            throw exhausted;
        }));
        NettyLoop loop = loops.next();
        MemoryObjectStore objects = new MemoryObjectStore();
        ColdReader cold = open(new ColdReader(objects, ColdReaderConfig.DEFAULT));
        Tierer tierer = open(new Tierer(
                ledgers,
                objects,
                id -> topics.get(id).thenApply(topic -> topic.name().tenant()),
                TiererConfig.DEFAULT,
                clock,
                UUID::randomUUID));
        ReadMemory memory = new ReadMemory(ReadBudget.DEFAULTS);
        MessageIdMemory messageIds = new MessageIdMemory(MessageIdConfig.DEFAULTS.messageIdBytes());
        ReplayBudget replay = new ReplayBudget(ReplayBudget.DEFAULT_BYTES);
        shards = new ShardHost(
                loop,
                cluster.clusterId().toString(),
                new ShardOwner(ID, 5),
                shardMap,
                ShardConfig.DEFAULTS,
                shard -> new ShardServices(
                        new LogServices(
                                loop, clock, ledgers, metadata, PooledByteBufAllocator.DEFAULT, new SplittableRandom()),
                        memory,
                        objects,
                        cold,
                        name -> topics.get(TopicName.parse(name)).thenApply(Optional::of),
                        id -> topics.get(id).handle((found, gone) -> Optional.ofNullable(found)),
                        tierer,
                        new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1)),
                        messageIds,
                        replay),
                shard -> Quorum.ONE,
                new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1)),
                new SplittableRandom());
        server = open(new NativeServer(
                config,
                BatchLimits.DEFAULT,
                new NativeServer.Services(
                        new BrokerIdentity(cluster.clusterId().toString(), ID),
                        topics,
                        open(new DeletedTopics(metadata, reader)),
                        namespaces,
                        reader,
                        registry,
                        shardMap,
                        new GroupPlacement(reader, namespaces),
                        new ProducerIds(metadata),
                        new Placements(metadata, reader, registry, clock),
                        ledgers,
                        shards),
                loops));
        parts.push(() -> shards.close().get(10, TimeUnit.SECONDS));
        if (besidesNeighbour) {
            MemoryMetadataStore other = open(tree.connect());
            BrokerRegistry registration = open(new BrokerRegistry(other));
            registration.register(NEIGHBOUR).get(10, TimeUnit.SECONDS);
        }
        Broker registered = new Broker(ID, 5, "127.0.0.1", server.address().getPort(), 0, ShardClass.DEFAULT_POOL);
        registry.register(registered).get(10, TimeUnit.SECONDS);
        open(new Controller(
                metadata,
                reader,
                registry,
                registered,
                BalanceConfig.DEFAULTS,
                Duration.ofSeconds(1),
                System::nanoTime));
        shardMap.addListener(shards);
    }

    private <T extends AutoCloseable> T open(T part) {
        parts.push(part);
        return part;
    }

    /** A new connection that has said hello. */
    RawClient connect() throws Exception {
        return RawClient.connectTo(server.address()).greet();
    }

    @Override
    public void close() {
        ledgers.faults().releaseAcks();
        metadata.releaseReplies();
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                throw new AssertionError("can't close " + part, e);
            }
        }
    }
}
