/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.broker;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.metadata.MemoryMetadataStore;
import io.varve.metadata.Versioned;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadReporterTest {
    private static final long SECOND = 1_000_000_000L;

    private final TestCluster cluster = new TestCluster();
    private final MemoryMetadataStore observer = cluster.connect();
    private final AtomicLong nanos = new AtomicLong();
    private final Map<Integer, Long> bytes = new TreeMap<>();
    private final MemoryMetadataStore store = cluster.connect();
    private final BrokerRegistry registry = new BrokerRegistry(store);
    private final LoadReporter reporter = reporter(store, registry, 1);

    private LoadReporter reporter(MemoryMetadataStore session, BrokerRegistry brokers, long incarnation) {
        return new LoadReporter(
                session, brokers, new Assignee("a", incarnation), () -> bytes, LoadReporter.INTERVAL, nanos::get);
    }

    private void register(long incarnation) {
        cluster.tasks.await(registry.register(broker("a", incarnation)));
    }

    /** Each shard that is there takes as much for some seconds. */
    private void pass(LoadReporter of, int seconds, long bytesPerSecond) {
        for (int i = 0; i < seconds; i++) {
            nanos.addAndGet(SECOND);
            bytes.replaceAll((shard, count) -> count + bytesPerSecond);
            of.tick();
            cluster.tasks.runAll();
        }
    }

    private Optional<Versioned> node() {
        return cluster.tasks.await(observer.get(ClusterPaths.load("a")));
    }

    private LoadReport report() {
        return LoadReport.JSON.decode("", node().orElseThrow().bytes());
    }

    private int writes() {
        return node().map(Versioned::version).orElse(-1) + 1;
    }

    @Test
    void theLoadIsReportedWhenItWasMeasured() {
        register(1);
        bytes.put(3, 0L);
        reporter.tick();
        pass(reporter, 29, 1_000_000);
        assertThat(node()).isEmpty();
        pass(reporter, 1, 1_000_000);
        assertThat(report()).isEqualTo(new LoadReport(1, new TreeMap<>(Map.of(3, 1_000_000L))));
    }

    @Test
    void aClusterWithNothingToDoWritesOnce() {
        register(1);
        bytes.put(3, 0L);
        pass(reporter, 3_600, 0);
        assertThat(report().bytesPerSecond()).isEqualTo(Map.of(3, 0L));
        assertThat(writes()).isEqualTo(1);
    }

    @Test
    void aBrokerWithoutShardsWritesNothing() {
        register(1);
        pass(reporter, 600, 0);
        assertThat(writes()).isZero();
    }

    @Test
    void aSteadyLoadIsWrittenOnceAndAChangingOneEveryHalfMinute() {
        register(1);
        bytes.put(3, 0L);
        pass(reporter, 600, 10_000_000);
        assertThat(writes()).isEqualTo(1);
        for (int i = 0; i < 10; i++) {
            pass(reporter, 60, i % 2 == 0 ? 100_000_000 : 0);
        }
        assertThat(writes()).isBetween(8, 21);
    }

    @Test
    void aWriteThatFailedIsMadeUpFor() {
        register(1);
        bytes.put(3, 0L);
        store.suspend();
        pass(reporter, 100, 1_000_000);
        assertThat(node()).isEmpty();
        store.resume();
        pass(reporter, 30, 1_000_000);
        assertThat(report().bytesPerSecond()).containsOnlyKeys(3);
    }

    @Test
    void aLostReplyIsNoSecondReport() {
        register(1);
        bytes.put(3, 0L);
        store.loseNextReply();
        pass(reporter, 300, 1_000_000);
        assertThat(report().bytesPerSecond()).isEqualTo(Map.of(3, 1_000_000L));
        assertThat(writes()).isBetween(1, 2);
    }

    @Test
    void aProcessThatWasReplacedKeepsSilent() {
        register(1);
        bytes.put(3, 0L);
        pass(reporter, 60, 1_000_000);
        MemoryMetadataStore session = cluster.connect();
        BrokerRegistry brokers = new BrokerRegistry(session);
        cluster.tasks.await(brokers.register(broker("a", 2)));
        LoadReporter next = reporter(session, brokers, 2);
        pass(next, 60, 0);
        assertThat(report()).isEqualTo(new LoadReport(2, new TreeMap<>(Map.of(3, 0L))));
        pass(reporter, 120, 9_000_000);
        assertThat(report().incarnation()).isEqualTo(2);
    }

    @Test
    void beforeItIsRegisteredAProcessIsSilent() {
        bytes.put(3, 0L);
        pass(reporter, 60, 1_000_000);
        assertThat(node()).isEmpty();
        register(1);
        pass(reporter, 30, 1_000_000);
        assertThat(node()).isPresent();
    }
}
