/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.prometheus.client.CollectorRegistry;
import io.varve.client.VarveClient;
import io.varve.cluster.Assignee;
import io.varve.cluster.Broker;
import io.varve.cluster.BrokerRegistry;
import io.varve.cluster.ClusterNode;
import io.varve.cluster.ClusterReader;
import io.varve.cluster.Controller;
import io.varve.cluster.DeletedTopics;
import io.varve.cluster.GroupPlacement;
import io.varve.cluster.LoadReporter;
import io.varve.cluster.Namespaces;
import io.varve.cluster.Placements;
import io.varve.cluster.ProducerIds;
import io.varve.cluster.ShardMap;
import io.varve.cluster.TopicCatalogue;
import io.varve.http.HttpGateway;
import io.varve.log.ShardOwner;
import io.varve.protocol.batch.BatchLimits;
import io.varve.server.config.Configuration;
import io.varve.server.metrics.BrokerMetrics;
import io.varve.server.metrics.HttpMetrics;
import io.varve.server.node.Readiness;
import io.varve.server.node.StartRefused;
import io.varve.shard.ShardConfig;
import io.varve.shard.ShardHost;
import io.varve.shard.TopicDeletions;
import io.varve.tiering.Backoff;
import io.varve.transport.BrokerIdentity;
import io.varve.transport.EventLoops;
import io.varve.transport.NativeServer;
import io.varve.transport.TransportConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker: this is what it is made of, and in which order it starts and stops. */
final class BrokerNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerNode.class);

    /** How long the controller waits for many brokers that vanished together: the session of one. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Backoff OPEN_AGAIN = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
    private static final int CLOSE_TIMEOUT_SECONDS = 20;

    private final OpenParts parts = new OpenParts();
    private final ClusterNode cluster;
    private final ShardMap shardMap;
    private final ShardHost shards;
    private final NativeServer nativeServer;
    private final HttpGateway http;
    private final Supplier<CompletableFuture<Integer>> writableBookies;

    /**
     * Starts a broker. It takes connections when this returns, and serves shards as soon as they are assigned to it; see
     * {@link #readiness}.
     *
     * @param stores are closed by their owner, after the broker
     * @param self this process of the broker
     * @throws IOException when a port can't be bound
     */
    BrokerNode(Configuration configuration, Stores stores, Assignee self) throws IOException {
        try {
            writableBookies = stores.ledgers()::writableBookies;
            Clock clock = Clock.systemUTC();
            ClusterReader clusterReader = parts.add(new ClusterReader(stores.metadata()));
            cluster = Waiting.on("cluster", clusterReader.get());
            BrokerRegistry brokers = parts.add(new BrokerRegistry(stores.metadata()));
            Namespaces namespaces = parts.add(new Namespaces(stores.metadata()));
            TopicCatalogue topics = parts.add(new TopicCatalogue(
                    stores.metadata(),
                    clusterReader,
                    namespaces,
                    clock,
                    configuration.get(Sections.TOPICS).recycleAfter()));
            DeletedTopics deleted = parts.add(new DeletedTopics(stores.metadata(), clusterReader));
            shardMap = parts.add(new ShardMap(stores.metadata(), brokers, self));

            EventLoops loops = parts.add(
                    new EventLoops("varve-io", Runtime.getRuntime().availableProcessors(), BrokerNode::endExhausted));
            ShardSupplies supplies =
                    parts.add(new ShardSupplies(configuration, stores, cluster, topics, deleted, loops, clock));
            shards = new ShardHost(
                    supplies.loopOf(0),
                    cluster.clusterId().toString(),
                    new ShardOwner(self.brokerId(), self.incarnation()),
                    shardMap,
                    shardConfig(configuration),
                    supplies::of,
                    supplies::quorumOf,
                    OPEN_AGAIN,
                    new SplittableRandom());

            TransportConfig transport = configuration.get(Sections.NATIVE);
            nativeServer = parts.add(new NativeServer(
                    transport,
                    BatchLimits.DEFAULT,
                    new NativeServer.Services(
                            new BrokerIdentity(cluster.clusterId().toString(), self.brokerId()),
                            topics,
                            deleted,
                            namespaces,
                            clusterReader,
                            brokers,
                            shardMap,
                            new GroupPlacement(clusterReader, namespaces),
                            new ProducerIds(stores.metadata()),
                            new Placements(stores.metadata(), clusterReader, brokers, clock),
                            stores.ledgers(),
                            shards),
                    loops));
            CollectorRegistry metrics = new CollectorRegistry();
            new BrokerMetrics(
                            nativeServer,
                            shards,
                            supplies.messageIds(),
                            stores.ledgers(),
                            supplies.memories(),
                            supplies.coldReader(),
                            clock)
                    .addTo(metrics);
            // Shards stop before the connections, so that what was stored is still answered.
            parts.add(() -> shards.close().get(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS));
            // The gateway stops before both: it is a client, whose members leave their groups while there are brokers.
            VarveClient client = parts.add(VarveClient.builder()
                    .servers(transport.reachableHost() + ":"
                            + nativeServer.address().getPort())
                    .clientId("http-gateway")
                    .build());
            http = parts.add(new HttpGateway(
                    configuration.get(Sections.HTTP),
                    client,
                    Optional.of(stores.objects()),
                    new MetadataJobs(stores.metadata(), brokers, self),
                    new OperatorEndpoints(metrics, this::readiness).byName()));
            metrics.register(new HttpMetrics(http));

            Broker registered = new Broker(
                    self.brokerId(),
                    self.incarnation(),
                    transport.reachableHost(),
                    nativeServer.address().getPort(),
                    http.address().getPort(),
                    configuration.get(Sections.BROKER).pool());
            Waiting.on("registration of the broker", brokers.register(registered));
            Controller controller = parts.add(new Controller(
                    stores.metadata(),
                    clusterReader,
                    brokers,
                    registered,
                    configuration.get(Sections.BALANCE),
                    PATIENCE,
                    System::nanoTime));
            Ticker ticker = parts.add(new Ticker());
            ticker.every(Duration.ofSeconds(1), brokers::tick);
            ticker.every(Duration.ofSeconds(1), shardMap::tick);
            ticker.every(Duration.ofSeconds(1), controller::tick);
            LoadReporter loads = new LoadReporter(
                    stores.metadata(), brokers, self, shards::traffic, LoadReporter.INTERVAL, System::nanoTime);
            ticker.every(Duration.ofSeconds(5), loads::tick);
            TopicDeletions deletions = new TopicDeletions(deleted, shards, clock);
            ticker.every(Duration.ofSeconds(5), () -> deletions.poll().isDone());
            shardMap.addListener(shards);
            LOG.info(
                    "broker started id={} cluster={} native={} http={}",
                    self,
                    cluster.clusterId(),
                    nativeServer.address(),
                    http.address());
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Where it listens, by name: {@code native} and {@code http}. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("native", text(nativeServer.address()));
        addresses.put("http", text(http.address()));
        return addresses;
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Whether every shard that is assigned to this broker can be written, and there is one. */
    Readiness readiness() {
        Set<Integer> assigned = shardMap.mine();
        Map<String, String> missing = new TreeMap<>();
        if (assigned.isEmpty()) {
            missing.put("shards", "none is assigned to this broker");
        }
        Map<Integer, String> notServing = shards.notServing();
        for (int shard : assigned) {
            if (shards.shard(shard).isEmpty()) {
                missing.put("shard " + shard, notServing.getOrDefault(shard, "is being opened"));
            }
        }
        int needed = cluster.shardSets().stream()
                .mapToInt(set -> set.shardClass().ackQuorum())
                .max()
                .orElse(0);
        int writable = writableBookies.get().getNow(needed);
        if (writable < needed) {
            missing.put("bookies", writable + " can be written, an answer needs " + needed);
        }
        return new Readiness(missing);
    }

    /**
     * Whether it serves every shard of the cluster: what a single broker gets to.
     *
     * @throws StartRefused when one is damaged, since it never gets there then
     */
    boolean servesAll() {
        Map<Integer, String> reasons = shards.notServing();
        shards.damaged().stream().findFirst().ifPresent(shard -> {
            throw new StartRefused("shard " + shard + " is damaged: " + reasons.get(shard));
        });
        return cluster.shards().stream().allMatch(shard -> shards.shard(shard).isPresent());
    }

    @Override
    public void close() {
        parts.close();
    }

    /** The JVM ends by itself only when the heap is full, not when direct memory is. */
    private static void endExhausted(VirtualMachineError error) {
        try {
            LOG.error("out of memory, the process ends: nobody knows what was left half done", error);
        } finally {
            // As with the JVM's own ExitOnOutOfMemoryError.
            Runtime.getRuntime().halt(3);
        }
    }

    private static ShardConfig shardConfig(Configuration configuration) {
        return new ShardConfig(
                configuration.get(Sections.LOG),
                configuration.get(Sections.TIERING_POLICY),
                configuration.get(Sections.SHARD));
    }
}
