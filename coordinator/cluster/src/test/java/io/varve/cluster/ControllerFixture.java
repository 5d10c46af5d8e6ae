/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.broker;

import io.varve.metadata.MemoryMetadataStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;

/** Brokers as processes, each with its controller, on one store and one clock that tests move. */
abstract class ControllerFixture {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration STEADY = Duration.ofSeconds(30);
    static final BalanceConfig AUTO = new BalanceConfig(BalanceMode.AUTO, STEADY, 2);
    static final BalanceConfig MANUAL = new BalanceConfig(BalanceMode.MANUAL, STEADY, 2);

    final TestCluster cluster = new TestCluster();
    final MemoryMetadataStore observer = cluster.connect();
    final AtomicLong nanos = new AtomicLong();

    /** A broker process with its session. */
    final class Running {
        final MemoryMetadataStore store = cluster.connect();
        final Broker self;
        final Controller controller;

        final Placements placements;

        Running(String id, long incarnation) {
            this(id, incarnation, MANUAL);
        }

        Running(String id, long incarnation, BalanceConfig config) {
            self = broker(id, incarnation);
            BrokerRegistry registry = new BrokerRegistry(store);
            ClusterReader reader = new ClusterReader(store);
            controller = new Controller(store, reader, registry, self, config, PATIENCE, nanos::get);
            placements = new Placements(store, reader, registry, TestCluster.CLOCK);
            cluster.tasks.await(registry.register(self));
        }

        /** Whoever is asked to prepare is prepared at once. */
        void tick() {
            controller.tick();
            cluster.tasks.runAll();
            standbys().forEach((shard, process) -> prepare(shard, process, 1));
        }

        void die() {
            store.expire();
            cluster.tasks.runAll();
        }
    }

    SortedMap<Integer, Assignee> assigned() {
        cluster.tasks.runAll();
        return cluster.tasks.await(new Assignments(observer).read()).byShard();
    }

    SortedMap<Integer, Assignee> standbys() {
        cluster.tasks.runAll();
        return cluster.tasks.await(new Assignments(observer).read()).standbys();
    }

    void prepare(int shard, Assignee process, int epoch) {
        cluster.tasks.await(new Standbys(observer).announce(shard, process, epoch));
        cluster.tasks.runAll();
    }

    Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        assigned().values().forEach(assignee -> counts.merge(assignee.brokerId(), 1, Integer::sum));
        return counts;
    }

    ControllerNode controller() {
        cluster.tasks.runAll();
        return ControllerNode.JSON.decode(
                ClusterPaths.CONTROLLER,
                cluster.tasks
                        .await(observer.get(ClusterPaths.CONTROLLER))
                        .orElseThrow()
                        .bytes());
    }

    /** Every broker claims what is assigned to it. */
    void serveAll() {
        assigned().forEach((shard, assignee) -> {
            String path = ClusterPaths.shard(shard);
            byte[] claim = ShardClaim.JSON.encode(new ShardClaim(1, assignee, "OWNED", null));
            cluster.tasks.await(observer.get(path)
                    .thenCompose(found -> found.isEmpty()
                            ? observer.create(path, claim)
                            : observer.compareAndSet(path, claim, found.get().version())
                                    .thenApply(version -> null)));
        });
    }
}
