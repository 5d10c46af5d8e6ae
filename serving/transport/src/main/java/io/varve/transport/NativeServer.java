/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.varve.cluster.BrokerRegistry;
import io.varve.cluster.ClusterReader;
import io.varve.cluster.DeletedTopics;
import io.varve.cluster.GroupPlacement;
import io.varve.cluster.Namespaces;
import io.varve.cluster.Placements;
import io.varve.cluster.ProducerIds;
import io.varve.cluster.ShardMap;
import io.varve.cluster.TopicCatalogue;
import io.varve.log.LedgerStore;
import io.varve.log.UnsentBytes;
import io.varve.protocol.batch.BatchLimits;
import io.varve.shard.ShardHost;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Serves the native protocol on a port: see docs/protocol.md for frames, flow and order. */
public final class NativeServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int MIN_READ_BYTES = 512;
    private static final int FIRST_READ_BYTES = 16 * 1024;
    private static final int MAX_READ_BYTES = 256 * 1024;

    private final Serving serving;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listener;
    private final UnsentBytes unsent;
    private final Runnable onLessUnsent;

    /**
     * What commands are served from; nothing of it is closed with the server.
     *
     * @param identity who this broker is
     * @param topics the catalogue
     * @param deleted topics that can be restored
     * @param namespaces where topics and groups are in
     * @param cluster what the cluster is made of
     * @param brokers who is alive
     * @param shardMap who owns which shard
     * @param groups where groups are
     * @param producerIds new ids
     * @param placements where shards should be
     * @param ledgers whose copies are counted, and what is held for them
     * @param shards those that are served here
     */
    public record Services(
            BrokerIdentity identity,
            TopicCatalogue topics,
            DeletedTopics deleted,
            Namespaces namespaces,
            ClusterReader cluster,
            BrokerRegistry brokers,
            ShardMap shardMap,
            GroupPlacement groups,
            ProducerIds producerIds,
            Placements placements,
            LedgerStore ledgers,
            ShardHost shards) {}

    /**
     * Binds and serves from now on.
     *
     * @param loops whose threads run the connections
     * @throws IOException when the port can't be bound
     */
    public NativeServer(TransportConfig config, BatchLimits limits, Services services, EventLoops loops)
            throws IOException {
        Redirects redirects = new Redirects(services.identity.brokerId(), services.shardMap);
        unsent = services.ledgers.unsent();
        serving = new Serving(
                services.identity,
                config,
                limits,
                commands(services, redirects),
                redirects,
                new FlowBudget(config.totalBytes(), unsent),
                new SendBudget(config.sendBytes()),
                new TransportCounters());
        listener = bind(config, loops);
        onLessUnsent = serving.budget()::resumeShares;
        unsent.addListener(onLessUnsent);
    }

    private static CommandTable commands(Services services, Redirects redirects) {
        Routes routes = new Routes(services.topics, services.shards);
        CommandTable table = new CommandTable();
        new ClusterCommands(
                        services.identity,
                        services.brokers,
                        services.groups,
                        services.producerIds,
                        redirects,
                        services.cluster)
                .addTo(table);
        new PlacementCommands(services.placements, services.ledgers).addTo(table);
        new TopicCommands(services.topics, services.deleted, redirects).addTo(table);
        new NamespaceCommands(services.namespaces, services.cluster, services.topics, services.deleted).addTo(table);
        new PartitionCommands(routes).addTo(table);
        new ProduceCommands(routes).addTo(table);
        new ReadCommands(routes).addTo(table);
        new GroupCommands(routes, services.groups, services.topics).addTo(table);
        return table;
    }

    private Channel bind(TransportConfig config, EventLoops loops) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(EventLoops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, FIRST_READ_BYTES, MAX_READ_BYTES))
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(Outbox.LOW_WATER_BYTES, Outbox.HIGH_WATER_BYTES))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new IdleStateHandler(
                                        config.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                                .addLast(new ServerConnection(serving, channel));
                    }
                });
        var bound = bootstrap.bind(config.host(), config.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "native port " + config.host() + ":" + config.port() + " can't be bound: "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** What it has done. */
    public TransportCounters counters() {
        return serving.counters();
    }

    /** What its clients wait for. */
    public FlowBudget budget() {
        return serving.budget();
    }

    /** What waits for its clients. */
    public SendBudget sendBudget() {
        return serving.sendBudget();
    }

    /** Stops listening and closes all connections; requests without an answer get none. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        unsent.removeListener(onLessUnsent);
    }
}
