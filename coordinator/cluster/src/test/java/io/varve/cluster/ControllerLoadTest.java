/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.broker;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the controller makes of the load that brokers report. */
class ControllerLoadTest extends ControllerFixture {
    /** What a broker says of all shards that it has. */
    private void report(Running broker, Map<Integer, Long> busy) {
        SortedMap<Integer, Long> rates = new TreeMap<>();
        assigned().forEach((shard, owner) -> {
            if (owner.equals(broker.self.assignee())) {
                rates.put(shard, busy.getOrDefault(shard, 0L));
            }
        });
        cluster.tasks.await(new LoadReports(observer)
                .put(broker.self.brokerId(), new LoadReport(broker.self.incarnation(), rates)));
    }

    private Map<Integer, Long> allOf(Running broker, long rate) {
        Map<Integer, Long> rates = new TreeMap<>();
        assigned().forEach((shard, owner) -> {
            if (owner.equals(broker.self.assignee())) {
                rates.put(shard, rate);
            }
        });
        return rates;
    }

    private void serveAndTick(Running broker, int times) {
        for (int i = 0; i < times; i++) {
            serveAll();
            broker.tick();
        }
        serveAll();
    }

    /** Four busy shards of a, four idle ones of b, and what the controller makes of it; the busy ones that b got. */
    private List<Integer> spread(Running a, Running b) {
        cluster.tasks.await(b.placements.balance());
        serveAndTick(a, 2);
        Map<Integer, Long> busy = allOf(a, 10_000_000);
        assertThat(busy).hasSize(4);
        report(a, busy);
        report(b, Map.of());

        // What was ordered rests, too.
        nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        a.tick();
        nanos.addAndGet(STEADY.toNanos() - 1);
        a.tick();
        assertThat(allOf(a, 0)).as("it has to last").containsOnlyKeys(busy.keySet());
        nanos.addAndGet(1);
        a.tick();
        serveAndTick(a, 5);
        return busy.keySet().stream().filter(allOf(b, 0)::containsKey).toList();
    }

    @Test
    void theControllerMovesLoadWhenItHasBeenUnevenForAWhile() {
        Running a = new Running("a", 1, AUTO);
        Running b = new Running("b", 2, AUTO);
        assertThat(spread(a, b)).hasSize(2);
        assertThat(counts()).isEqualTo(Map.of("a", 4, "b", 4));
        ClusterView view = cluster.tasks.await(b.placements.view());
        assertThat(view.loadOf("a")).hasValue(20_000_000);
        assertThat(view.loadOf("b")).as("not measured yet, but known").hasValue(20_000_000);
        assertThat(view.loadOf("c")).isEmpty();
        assertThat(view.moves()).isEmpty();
    }

    @Test
    void aShardThatWasMovedRestsForAWhile() {
        Running a = new Running("a", 1, AUTO);
        Running b = new Running("b", 2, AUTO);
        List<Integer> moved = spread(a, b);
        report(a, cluster.tasks.await(a.placements.view()).loads());
        report(b, Map.of(moved.get(0), 40_000_000L, moved.get(1), 40_000_000L));
        Map<Integer, Assignee> before = assigned();
        for (int i = 0; i < 4; i++) {
            nanos.addAndGet(STEADY.toNanos());
            a.tick();
            assertThat(assigned()).isEqualTo(before);
        }
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        a.tick();
        nanos.addAndGet(STEADY.toNanos());
        serveAndTick(a, 3);
        assertThat(moved).anySatisfy(shard -> assertThat(assigned().get(shard)).isEqualTo(a.self.assignee()));
    }

    @Test
    void anOrderToBalanceWaitsForNoRest() {
        Running a = new Running("a", 1, AUTO);
        Running b = new Running("b", 2, AUTO);
        List<Integer> moved = spread(a, b);
        report(a, cluster.tasks.await(a.placements.view()).loads());
        report(b, Map.of(moved.get(0), 40_000_000L, moved.get(1), 40_000_000L));
        assertThat(cluster.tasks.await(b.placements.balance())).isNotEmpty();
        serveAndTick(a, 3);
        assertThat(moved).anySatisfy(shard -> assertThat(assigned().get(shard)).isEqualTo(a.self.assignee()));
        serveAndTick(a, 5);
        assertThat(cluster.tasks.await(b.placements.view()).isBalancing()).isFalse();
    }

    @Test
    void shardsOfADeadBrokerAreGivenOutByWhatItHasSaidOfThem() {
        Running a = new Running("a", 1, AUTO);
        Running b = new Running("b", 2, AUTO);
        Running c = new Running("c", 3, AUTO);
        cluster.tasks.await(b.placements.drain("a"));
        serveAndTick(a, 4);
        Map<Integer, Long> ofC = allOf(c, 10_000_000);
        assertThat(ofC).hasSize(4);
        report(b, allOf(b, 40_000_000));
        report(c, ofC);
        cluster.tasks.await(a.placements.undrain("a"));
        c.die();
        assertThat(allOf(a, 0)).as("b has much to do").containsOnlyKeys(ofC.keySet());

        assertThat(cluster.tasks.await(observer.get(ClusterPaths.load("c")))).isPresent();
        report(a, ofC);
        nanos.addAndGet(LoadReporter.INTERVAL.toNanos());
        a.tick();
        assertThat(cluster.tasks.await(observer.get(ClusterPaths.load("c"))))
                .as("measured anew")
                .isEmpty();
    }
}
