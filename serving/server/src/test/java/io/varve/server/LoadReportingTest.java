/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.cluster.Assignee;
import io.varve.cluster.BalanceConfig;
import io.varve.cluster.BalanceMode;
import io.varve.cluster.Broker;
import io.varve.cluster.BrokerRegistry;
import io.varve.cluster.ClusterReader;
import io.varve.cluster.ClusterView;
import io.varve.cluster.Controller;
import io.varve.cluster.LoadReporter;
import io.varve.cluster.Move;
import io.varve.cluster.Placements;
import io.varve.cluster.ShardClass;
import io.varve.metadata.MetadataStore;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that report the load of their shards to a real ZooKeeper, and what a plan makes of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoadReportingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SHARDS = 4;

    @TempDir
    Path dir;

    private ZooKeeperNode zooKeeper;
    private MetadataStore metadata;

    @BeforeEach
    void start() throws IOException {
        zooKeeper = ZooKeeperNode.start(dir.resolve("zookeeper"), 0);
        metadata = Connections.metadata(zooKeeper.connectString());
        new ClusterCreation(SHARDS, 1).create(metadata, zooKeeper.connectString());
    }

    @AfterEach
    void stop() {
        metadata.close();
        zooKeeper.close();
    }

    @Test
    void whatABrokerReportsCountsUntilTheNextProcessOfItReports() throws Exception {
        Assignee first = process("broker-1");
        Assignee second = process("broker-2");
        try (BrokerRegistry brokers = new BrokerRegistry(metadata);
                ClusterReader reader = new ClusterReader(metadata)) {
            Placements placements = new Placements(metadata, reader, brokers, Clock.systemUTC());
            Waiting.on("registration", brokers.register(broker(second)));
            try (MetadataStore other = Connections.metadata(zooKeeper.connectString());
                    BrokerRegistry others = new BrokerRegistry(other)) {
                Waiting.on("registration", others.register(broker(first)));
                assign(reader, brokers, broker(second), placements);

                report(other, others, first, view(placements), 20_000_000);
                report(metadata, brokers, second, view(placements), 0);
                Eventually.holds(
                        "both have reported",
                        PATIENCE,
                        () -> view(placements).loads().size() == SHARDS);
                assertThat(view(placements).loadOf("broker-1")).hasValue(40_000_000);
                assertThat(view(placements).loadOf("broker-2")).hasValue(0);
                assertThat(view(placements).moves())
                        .extracting(Move::why)
                        .first()
                        .asString()
                        .startsWith("broker-1 has 40.0 of 40.0 MB/s, broker-2 has 0.0; shard ")
                        .endsWith(" has 20.0");
            }

            Eventually.holds("broker-1 is gone", PATIENCE, () -> !view(placements)
                    .brokers()
                    .containsKey("broker-1"));
            assertThat(view(placements).loadOf("broker-1")).hasValue(40_000_000);

            Assignee next = process("broker-1");
            Waiting.on("registration", brokers.register(broker(next)));
            report(metadata, brokers, next, view(placements), 0);
            Eventually.holds(
                    "the next process has reported",
                    PATIENCE,
                    () -> view(placements).loadOf("broker-1").orElse(-1) == 0);
        }
    }

    private void assign(ClusterReader reader, BrokerRegistry brokers, Broker self, Placements placements)
            throws Exception {
        BalanceConfig manual = new BalanceConfig(BalanceMode.MANUAL, Duration.ZERO, 4);
        try (Controller controller =
                new Controller(metadata, reader, brokers, self, manual, Duration.ofSeconds(1), System::nanoTime)) {
            Eventually.holds("shards are assigned", PATIENCE, () -> {
                controller.tick();
                return view(placements).assigned().size() == SHARDS;
            });
        }
    }

    /** Half a minute in which each shard of the broker takes as much. */
    private static void report(
            MetadataStore store, BrokerRegistry brokers, Assignee self, ClusterView view, long bytesPerSecond) {
        Map<Integer, Long> bytes = new TreeMap<>();
        view.assigned().forEach((shard, owner) -> {
            if (owner.brokerId().equals(self.brokerId())) {
                bytes.put(shard, 0L);
            }
        });
        AtomicLong nanos = new AtomicLong();
        LoadReporter reporter = new LoadReporter(store, brokers, self, () -> bytes, LoadReporter.INTERVAL, nanos::get);
        reporter.tick();
        for (int second = 0; second < LoadReporter.INTERVAL.toSeconds(); second++) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            bytes.replaceAll((shard, count) -> count + bytesPerSecond);
            reporter.tick();
        }
    }

    private static ClusterView view(Placements placements) {
        return Waiting.on("state of the cluster", placements.view());
    }

    private static Assignee process(String id) {
        return new Assignee(id, Broker.newIncarnation());
    }

    private static Broker broker(Assignee process) {
        return new Broker(process.brokerId(), process.incarnation(), "10.0.0.7", 7650, 7680, ShardClass.DEFAULT_POOL);
    }
}
