/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.broker;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.cluster.Assignee;
import io.varve.cluster.Broker;
import io.varve.cluster.BrokerRegistry;
import io.varve.cluster.ClusterReader;
import io.varve.cluster.Controller;
import io.varve.cluster.DeletedTopics;
import io.varve.cluster.GroupPlacement;
import io.varve.cluster.LoadReporter;
import io.varve.cluster.NamespaceName;
import io.varve.cluster.NamespaceRecord;
import io.varve.cluster.Namespaces;
import io.varve.cluster.ProducerIds;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardMap;
import io.varve.cluster.TopicCatalogue;
import io.varve.cluster.TopicRecord;
import io.varve.log.LedgerStore;
import io.varve.log.LogServices;
import io.varve.log.Quorum;
import io.varve.log.ShardOwner;
import io.varve.metadata.MemoryMetadataStore;
import io.varve.metadata.MetadataStore;
import io.varve.objects.ObjectStore;
import io.varve.objects.cold.ColdReader;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import io.varve.shard.ShardHost;
import io.varve.shard.ShardServices;
import io.varve.shard.TopicDeletions;
import io.varve.shard.core.ReplayBudget;
import io.varve.shard.produce.MessageIdConfig;
import io.varve.shard.produce.MessageIdMemory;
import io.varve.shard.read.ReadMemory;
import io.varve.simulation.port.Calls;
import io.varve.simulation.port.FaultyLedgers;
import io.varve.simulation.port.FaultyMetadata;
import io.varve.simulation.port.FaultyObjects;
import io.varve.simulation.port.Machine;
import io.varve.simulation.port.TaskThreads;
import io.varve.tiering.Backoff;
import io.varve.tiering.Tierer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** One process of a broker, from its start to its end: the product's parts, wired as the server wires them. */
public final class SimulatedBroker {
    /** How long the metadata store waits for a process that it doesn't hear. */
    public static final Duration SESSION = Duration.ofSeconds(4);

    /** How much faster than time a broker's clock may be, at most, in ms. */
    public static final int MOST_CLOCK_SKEW_MS = 1_500;

    private static final Backoff OPEN_AGAIN = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));
    private static final Backoff TIER_AGAIN = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Grounds grounds;
    private final Broker self;
    private final Machine machine;
    private final MemoryMetadataStore session;
    private final MetadataStore metadata;
    private final LedgerStore ledgers;
    private final ObjectStore objects;
    private final ReadMemory memory = new ReadMemory(QuickSettings.READS);
    private final ColdReader cold;
    private final Tierer tierer;
    private final MessageIdMemory messageIds = new MessageIdMemory(MessageIdConfig.DEFAULTS.messageIdBytes());
    private final ReplayBudget replay = new ReplayBudget(ReplayBudget.DEFAULT_BYTES);
    private final InstantSource clock;
    private final Random random;
    private final ClusterReader cluster;
    private final BrokerRegistry registry;
    private final ShardMap shardMap;
    private final ShardHost host;
    private final ProducerIds producerIds;
    private final GroupPlacement placement;
    private final Namespaces namespaces;
    private final TopicCatalogue topics;
    private final DeletedTopics deleted;
    private final TopicDeletions deletions;
    private boolean registered;

    /** A process that is about to {@link #start}. */
    public SimulatedBroker(Grounds grounds, String brokerId, long incarnation, long seed) {
        this.grounds = grounds;
        this.self = new Broker(brokerId, incarnation, "host-" + brokerId, 7650, 0, ShardClass.DEFAULT_POOL);
        this.machine = new Machine(grounds.time(), brokerId + "." + incarnation);
        this.random = new Random(seed);
        this.session = grounds.tree().connect();
        Calls calls = new Calls(grounds.time(), machine, grounds.chances(), grounds.effects());
        this.metadata = grounds.wiring().metadata(machine, new FaultyMetadata(session, calls));
        this.ledgers = grounds.wiring().ledgers(machine, new FaultyLedgers(grounds.ledgers(), calls, false));
        this.objects = grounds.wiring().objects(machine, new FaultyObjects(grounds.objects(), calls, false));
        this.cold = new ColdReader(objects, QuickSettings.COLD);
        long skewMs = random.nextInt(MOST_CLOCK_SKEW_MS);
        this.clock = () -> grounds.time().clock().instant().plusMillis(skewMs);
        this.tierer = new Tierer(
                grounds.wiring().ledgers(machine, new FaultyLedgers(grounds.ledgers(), calls, true)),
                grounds.wiring().objects(machine, new FaultyObjects(grounds.objects(), calls, true)),
                topic -> CompletableFuture.completedFuture("public"),
                QuickSettings.TIERER,
                clock,
                () -> new UUID(random.nextLong(), random.nextLong()),
                new TaskThreads(machine));
        this.cluster = new ClusterReader(metadata);
        this.registry = new BrokerRegistry(metadata);
        this.shardMap = new ShardMap(metadata, registry, self.assignee());
        this.producerIds = new ProducerIds(metadata);
        this.namespaces = new Namespaces(metadata);
        this.placement = new GroupPlacement(cluster, namespaces);
        this.topics = new TopicCatalogue(
                metadata, cluster, namespaces, clock, KEPT, () -> new UUID(random.nextLong(), random.nextLong()));
        this.host = new ShardHost(
                machine,
                grounds.clusterId().toString(),
                owner(),
                shardMap,
                QuickSettings.shard(),
                this::services,
                shard -> Quorum.THREE,
                OPEN_AGAIN,
                random);
        this.deleted = new DeletedTopics(metadata, cluster);
        this.deletions = new TopicDeletions(deleted, host, clock);
    }

    private ShardServices services(int shard) {
        LogServices log =
                new LogServices(machine, clock, ledgers, metadata, new UnpooledByteBufAllocator(false, true), random);
        return new ShardServices(
                log,
                memory,
                objects,
                cold,
                name -> name.equals(grounds.topic().name().toString())
                        ? CompletableFuture.completedFuture(Optional.of(grounds.topic()))
                        : orEmpty(topics.get(TopicName.parse(name))),
                id -> id.equals(grounds.topic().topicId())
                        ? CompletableFuture.completedFuture(Optional.of(grounds.topic()))
                        : orEmpty(topics.get(id)),
                tierer,
                TIER_AGAIN,
                messageIds,
                replay);
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

    /** Registers, and then serves what is assigned to it. */
    public void start() {
        machine.execute(this::register);
    }

    private void register() {
        CompletableFuture<?> unused = registry.register(self)
                .whenComplete((done, failure) -> machine.execute(() -> {
                    if (failure == null) {
                        serve();
                    } else {
                        machine.schedule(this::register, 500, TimeUnit.MILLISECONDS);
                    }
                }));
    }

    private void serve() {
        if (registered) {
            return;
        }
        registered = true;
        Controller controller =
                new Controller(metadata, cluster, registry, self, QuickSettings.BALANCE, SESSION, machine::nanoTime);
        LoadReporter loads = new LoadReporter(
                metadata, registry, self.assignee(), host::traffic, QuickSettings.LOAD_INTERVAL, machine::nanoTime);
        tick(controller, loads);
        shardMap.addListener(host);
    }

    private void tick(Controller controller, LoadReporter loads) {
        registry.tick();
        shardMap.tick();
        controller.tick();
        loads.tick();
        var unused = deletions.poll();
        machine.schedule(() -> tick(controller, loads), 1, TimeUnit.SECONDS);
    }

    /** Its name, the same for the next process. */
    public String id() {
        return self.brokerId();
    }

    /** The process as the owner of shards. */
    public ShardOwner owner() {
        return new ShardOwner(self.brokerId(), self.incarnation());
    }

    /** The process as the one that shards are assigned to. */
    public Assignee assignee() {
        return self.assignee();
    }

    /** Its thread. */
    public Machine machine() {
        return machine;
    }

    /** Its session with the metadata store, which the network and the ensemble may end. */
    public MemoryMetadataStore session() {
        return session;
    }

    /** Its shards. */
    public ShardHost host() {
        return host;
    }

    /** Where it believes shards to be. */
    public ShardMap shardMap() {
        return shardMap;
    }

    /** Numbers for producers. */
    public ProducerIds producerIds() {
        return producerIds;
    }

    /** A new namespace, made by this broker. */
    public CompletableFuture<NamespaceRecord> createNamespace(NamespaceName name) {
        return namespaces.create(name, cluster, clock);
    }

    /** Deletes a namespace without topics. */
    public CompletableFuture<Void> deleteNamespace(NamespaceName name) {
        return namespaces.delete(name, topics, deleted, false);
    }

    /** The namespaces. */
    public Namespaces namespaces() {
        return namespaces;
    }

    /** The topics. */
    public TopicCatalogue topics() {
        return topics;
    }

    /** Where groups live. */
    public GroupPlacement placement() {
        return placement;
    }
}
