/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.varve.cluster.BrokerRegistry;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ClusterNode;
import io.varve.cluster.ClusterReader;
import io.varve.cluster.Placements;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.cluster.TopicConfig;
import io.varve.cluster.TopicRecord;
import io.varve.log.SimulatedLoop;
import io.varve.metadata.MemoryMetadataTree;
import io.varve.metadata.MetadataStore;
import io.varve.objects.MemoryObjectStore;
import io.varve.protocol.name.TopicName;
import io.varve.simulation.broker.Grounds;
import io.varve.simulation.broker.SimulatedBroker;
import io.varve.simulation.broker.Wiring;
import io.varve.simulation.check.Verdict;
import io.varve.simulation.check.Witness;
import io.varve.simulation.port.Chances;
import io.varve.simulation.port.Effects;
import io.varve.simulation.port.Machine;
import io.varve.simulation.port.StoredLedgers;
import io.varve.simulation.port.Trace;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Brokers, bookies, metadata and bucket of one simulated cluster, and what an operator or fate can do to them. */
public final class Cluster {
    private final SimulatedLoop time = new SimulatedLoop();
    private final Trace trace = new Trace(time);
    private final Verdict verdict = new Verdict();
    private final Random seeds;
    private final Chances chances;
    private final Effects effects = new Effects(trace);
    private final MemoryObjectStore objects = new MemoryObjectStore(Runnable::run, time.clock());
    private final Witness witness =
            new Witness(verdict, objects, () -> time.clock().instant().plusMillis(SimulatedBroker.MOST_CLOCK_SKEW_MS));
    private final StoredLedgers ledgers = new StoredLedgers(witness);
    private final MemoryMetadataTree tree = new MemoryMetadataTree(Runnable::run);
    private final TopicRecord topic;
    private final Grounds grounds;
    private final Placements operator;
    private final Set<String> drained = new TreeSet<>();
    private final Map<String, SimulatedBroker> brokers = new TreeMap<>();
    private long incarnations;

    /** A cluster whose brokers run. */
    public Cluster(Scale scale, long seed, Wiring wiring) {
        seeds = new Random(seed);
        chances = new Chances(seeds.nextLong(), scale.failures());
        ShardClass shardClass = new ShardClass(ShardClass.DEFAULT_POOL, 3, 3, 2);
        ShardSet set = ShardSet.ofFirst(scale.shards(), ShardSet.DEFAULT, shardClass);
        ClusterNode node = new ClusterInit(tree.connect(), time.clock(), this::newId)
                .create(List.of(set))
                .join();
        topic = TopicRecord.create(
                newId(),
                TopicName.parse("orders"),
                scale.partitions(),
                set,
                new TopicConfig(TopicConfig.FOR_EVER, TopicConfig.NO_LIMIT),
                node.featureLevel(),
                time.clock().millis());
        grounds = new Grounds(time, chances, effects, ledgers, tree, objects, node.clusterId(), topic, wiring);
        MetadataStore operators = tree.connect();
        operator = new Placements(operators, new ClusterReader(operators), new BrokerRegistry(operators), time.clock());
        witness.follow(tree.connect());
        effects.onCrash(machine -> find(machine).ifPresent(broker -> end(broker, CrashPoints.CRASH)));
        for (int i = 0; i < scale.brokers(); i++) {
            start("broker-" + i);
        }
    }

    private UUID newId() {
        return new UUID(seeds.nextLong(), seeds.nextLong());
    }

    /** A seed for somebody's own random numbers. */
    long nextSeed() {
        return seeds.nextLong();
    }

    SimulatedLoop time() {
        return time;
    }

    Trace trace() {
        return trace;
    }

    Verdict verdict() {
        return verdict;
    }

    Chances chances() {
        return chances;
    }

    Effects effects() {
        return effects;
    }

    Witness witness() {
        return witness;
    }

    /** The bookies. */
    public StoredLedgers ledgers() {
        return ledgers;
    }

    MemoryObjectStore objects() {
        return objects;
    }

    TopicRecord topic() {
        return topic;
    }

    /** The processes that haven't crashed, by name. */
    List<SimulatedBroker> running() {
        return brokers.values().stream()
                .filter(broker -> broker.machine().alive())
                .sorted(Comparator.comparing(SimulatedBroker::id))
                .toList();
    }

    private Optional<SimulatedBroker> find(Machine machine) {
        return brokers.values().stream()
                .filter(broker -> broker.machine() == machine)
                .findFirst();
    }

    private void start(String id) {
        SimulatedBroker broker = new SimulatedBroker(grounds, id, ++incarnations, seeds.nextLong());
        brokers.put(id, broker);
        trace.add(broker.machine() + " starts");
        broker.start();
    }

    /** Ends a process; the metadata store notices after a session. */
    void crash(SimulatedBroker broker) {
        end(broker, "crash");
    }

    private void end(SimulatedBroker broker, String fault) {
        chances.bit(fault);
        trace.add(broker.machine() + " crashes");
        broker.machine().crash();
        time.schedule(() -> broker.session().close(), SimulatedBroker.SESSION.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Starts every broker that has crashed as a new process. */
    void restartCrashed() {
        for (SimulatedBroker broker : List.copyOf(brokers.values())) {
            if (!broker.machine().alive()) {
                start(broker.id());
            }
        }
    }

    /** A process stands still for a while; if that is longer than its session, it goes on without one. */
    void pause(SimulatedBroker broker, long ms) {
        chances.bit("standstill");
        trace.add(broker.machine() + " stands still for " + ms + " ms");
        broker.machine().pause();
        boolean expires = ms > SimulatedBroker.SESSION.toMillis();
        if (expires) {
            after(SimulatedBroker.SESSION.toMillis(), () -> broker.session().expire());
        }
        after(ms, () -> {
            trace.add(broker.machine() + " goes on");
            broker.machine().resume();
            if (expires) {
                broker.session().resume();
            }
        });
    }

    /** A process doesn't reach the metadata store for a while. */
    void cutOff(SimulatedBroker broker, long ms) {
        chances.bit("cut off from metadata");
        trace.add(broker.machine() + " is cut off for " + ms + " ms");
        broker.session().suspend();
        if (ms > SimulatedBroker.SESSION.toMillis()) {
            after(SimulatedBroker.SESSION.toMillis(), () -> broker.session().expire());
        }
        after(ms, () -> broker.session().resume());
    }

    /** Gives its shards up in order and ends; as an operator stops it. */
    void stop(SimulatedBroker broker) {
        trace.add(broker.machine() + " is stopped");
        broker.machine().execute(() -> {
            var unused = broker.host().close().whenComplete((done, failure) -> end(broker, "stop"));
        });
    }

    /** An operator has the shards of a broker moved away, if another can have them. */
    void drain(SimulatedBroker broker) {
        trace.add(broker.machine() + " is drained");
        var unused = operator.drain(broker.id()).whenComplete((view, failure) -> {
            if (failure == null) {
                chances.bit("drain");
                drained.add(broker.id());
            }
        });
    }

    /** An operator lets a broker have shards again. */
    void undrain(SimulatedBroker broker) {
        if (drained.remove(broker.id())) {
            trace.add(broker.id() + " is drained no more");
            operator.undrain(broker.id()).join();
        }
    }

    boolean isDrained(SimulatedBroker broker) {
        return drained.contains(broker.id());
    }

    /** One bookie is away for a while. */
    void loseBookie(long ms) {
        chances.bit("bookie away");
        trace.add("a bookie is away for " + ms + " ms");
        ledgers.faults().writableBookies(2);
        after(ms, () -> ledgers.faults().writableBookies(3));
    }

    /**
     * The bookies answer no append for a while.
     *
     * @param kept how many of the entries of a ledger that they didn't answer a recovery finds, at most
     */
    void withholdAnswers(long ms, int kept) {
        chances.bit("answers withheld");
        trace.add("bookies answer no append for " + ms + " ms, and keep " + kept);
        ledgers.faults().keepUnconfirmed(kept);
        ledgers.faults().holdAcks();
        after(ms, ledgers.faults()::releaseAcks);
    }

    void after(long ms, Runnable task) {
        time.schedule(task, ms, TimeUnit.MILLISECONDS);
    }

    /** Every shard is served by the process that holds its claim. */
    boolean serves() {
        return topic.shards().stream().allMatch(shard -> running().stream()
                .anyMatch(broker -> broker.host().shard(shard).isPresent() && witness.isOwner(shard, broker.owner())));
    }

    /** Who runs and serves what, for people. */
    String describe() {
        StringBuilder text = new StringBuilder();
        for (SimulatedBroker broker : brokers.values()) {
            text.append("; ")
                    .append(broker.machine())
                    .append(broker.machine().alive() ? " has " : " is dead, had ")
                    .append(broker.shardMap().mine())
                    .append(", doesn't serve ")
                    .append(broker.host().notServing());
        }
        return text.toString();
    }
}
