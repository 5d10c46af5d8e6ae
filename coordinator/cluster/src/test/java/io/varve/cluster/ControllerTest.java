/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.broker;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.metadata.Change;
import io.varve.metadata.MemoryMetadataStore;
import io.varve.protocol.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ControllerTest extends ControllerFixture {
    @Test
    void loneBrokerBecomesControllerAndGetsAllShards() {
        Running a = new Running("a", 1);
        assertThat(controller()).isEqualTo(new ControllerNode(1, "a", 1));
        assertThat(assigned()).hasSize(8);
        assertThat(assigned().values()).containsOnly(a.self.assignee());
    }

    @Test
    void brokerThatIsNotRegisteredDoesNothing() {
        MemoryMetadataStore store = cluster.connect();
        Controller controller = new Controller(
                store,
                new ClusterReader(store),
                new BrokerRegistry(store),
                broker("a", 1),
                MANUAL,
                PATIENCE,
                nanos::get);
        cluster.tasks.runAll();
        controller.tick();
        assertThat(cluster.tasks.await(observer.get(ClusterPaths.CONTROLLER))).isEmpty();
    }

    @Test
    void restartedBrokerGetsItsShardsUnderTheNewIncarnationAtOnce() {
        new Running("a", 1);
        new Running("a", 2);
        assertThat(controller()).isEqualTo(new ControllerNode(2, "a", 2));
        assertThat(assigned().values()).containsOnly(new Assignee("a", 2));
    }

    @Test
    void onlyOneOfManyIsControllerAndAllGetShards() {
        MemoryMetadataStore early = cluster.connect();
        BrokerRegistry registry = new BrokerRegistry(early);
        // Registered before any controller runs, so that the first plan sees all three.
        cluster.tasks.await(early.register(ClusterPaths.broker("x"), Broker.JSON.encode(broker("x", 5))));
        cluster.tasks.await(early.register(ClusterPaths.broker("y"), Broker.JSON.encode(broker("y", 6))));
        new Running("a", 1);
        assertThat(controller().holder()).isEqualTo(new Assignee("a", 1));
        assertThat(counts()).containsOnlyKeys("a", "x", "y").allSatisfy((id, count) -> assertThat(count)
                .isBetween(2, 3));
        registry.close();
    }

    @Test
    void shardsOfADeadBrokerGoToTheOthers() {
        Running a = new Running("a", 1);
        new Running("b", 2);
        new Running("c", 3);
        a.die();
        assertThat(controller().epoch()).isEqualTo(2);
        assertThat(controller().brokerId()).isIn("b", "c");
        assertThat(counts()).isEqualTo(Map.of("b", 4, "c", 4));
    }

    @Test
    void formerControllerThatIsStillRunningWritesNothing() {
        Running a = new Running("a", 1);
        a.store.suspend();
        cluster.tasks.runAll();
        // Its session is over before it hears of it, and comes back only after it was replaced.
        a.die();
        new Running("b", 2);
        assertThat(counts()).isEqualTo(Map.of("b", 8));
        a.store.resume();
        a.controller.tick();
        cluster.tasks.runAll();
        assertThat(controller()).isEqualTo(new ControllerNode(2, "b", 2));
        assertThat(counts()).isEqualTo(Map.of("b", 8));
    }

    @Test
    void writeOfAReplacedControllerIsRefused() {
        Running a = new Running("a", 1);
        Assignments assignments = new Assignments(a.store);
        Assignments.Snapshot read = cluster.tasks.await(assignments.read());
        var staleFence = new Change.Check(ClusterPaths.CONTROLLER, 0);
        a.die();
        new Running("b", 2);
        a.store.resume();
        cluster.tasks.runAll();
        SortedMap<Integer, Assignee> plan = new TreeMap<>(read.byShard());
        plan.put(0, new Assignee("zombie", 7));
        var write = assignments.write(cluster.tasks.await(assignments.read()), plan, new TreeMap<>(), 1, staleFence);
        cluster.tasks.runAll();
        assertThat(write).isCompletedExceptionally();
        assertThat(counts()).isEqualTo(Map.of("b", 8));
    }

    @Test
    void lostRepliesDoNotStopTheRound() {
        for (boolean done : new boolean[] {true, false}) {
            TestCluster fresh = new TestCluster();
            MemoryMetadataStore store = fresh.connect();
            BrokerRegistry registry = new BrokerRegistry(store);
            Controller controller = new Controller(
                    store, new ClusterReader(store), registry, broker("a", 1), MANUAL, PATIENCE, nanos::get);
            fresh.tasks.await(store.register(ClusterPaths.broker("a"), Broker.JSON.encode(broker("a", 1))));
            fresh.tasks.await(store.delete(ClusterPaths.assignment(0), -1));
            if (done) {
                store.loseNextReply();
            } else {
                store.loseNextRequest();
            }
            // Something has changed, so a round runs, and its write is the one that is lost.
            fresh.tasks.await(fresh.connect().register(ClusterPaths.broker("b"), Broker.JSON.encode(broker("b", 2))));
            assertThat(fresh.tasks.await(new Assignments(store).read()).byShard())
                    .hasSize(8);
            controller.close();
        }
    }

    @Test
    void outageIsMadeUpForAfterwards() {
        Running a = new Running("a", 1);
        a.store.suspend();
        cluster.tasks.runAll();
        ShardSet grown = ShardSet.ofFirst(10, ShardSet.DEFAULT, TestCluster.CLASS);
        ClusterNode node = new ClusterNode(cluster.node.clusterId(), 1, 0, List.of(grown));
        cluster.tasks.await(observer.compareAndSet(ClusterPaths.CLUSTER, ClusterNode.JSON.encode(node), 0));
        a.controller.tick();
        assertThat(assigned()).hasSize(8);
        a.store.resume();
        cluster.tasks.runAll();
        assertThat(assigned()).hasSize(10);
    }

    @Test
    void manyThatVanishTogetherAreAwaitedBeforeTheirShardsMove() {
        List<MemoryMetadataStore> others = List.of(cluster.connect(), cluster.connect(), cluster.connect());
        for (int i = 0; i < 3; i++) {
            cluster.tasks.await(new BrokerRegistry(others.get(i)).register(broker("x" + i, 10 + i)));
        }
        Running a = new Running("a", 1);
        Map<Integer, Assignee> before = assigned();
        assertThat(counts()).containsOnlyKeys("a", "x0", "x1", "x2");
        others.subList(0, 2).forEach(MemoryMetadataStore::expire);
        cluster.tasks.runAll();
        assertThat(assigned()).isEqualTo(before);
        nanos.addAndGet(PATIENCE.toNanos() - 1);
        a.controller.tick();
        assertThat(assigned()).isEqualTo(before);
        nanos.addAndGet(1);
        a.controller.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 4, "x2", 4));
    }

    @Test
    void withoutAnOrderNothingMovesForBalance() {
        Running a = new Running("a", 1);
        new Running("b", 2);
        nanos.addAndGet(STEADY.toNanos());
        a.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 8));
        assertThat(cluster.tasks.await(a.placements.view()).moves()).hasSize(4);
    }

    @Test
    void anOrderToBalanceIsCarriedOutAFewShardsAtATime() {
        Running a = new Running("a", 1);
        Running b = new Running("b", 2);
        assertThat(cluster.tasks.await(b.placements.balance())).hasSize(4);
        assertThat(counts()).isEqualTo(Map.of("a", 6, "b", 2));
        a.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 6, "b", 2));
        serveAll();
        a.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 4, "b", 4));
        serveAll();
        a.tick();
        assertThat(cluster.tasks.await(b.placements.view()).isBalancing()).isFalse();
        assertThat(cluster.tasks.await(b.placements.view()).moves()).isEmpty();
    }

    @Test
    void anOrderToBalanceOutlivesTheControllerThatBeganWithIt() {
        Running a = new Running("a", 1);
        Running b = new Running("b", 2);
        new Running("c", 3);
        cluster.tasks.await(b.placements.balance());
        a.die();
        assertThat(controller().brokerId()).isIn("b", "c");
        serveAll();
        b.tick();
        assertThat(cluster.tasks.await(b.placements.view()).isBalancing()).isFalse();
        assertThat(counts()).isEqualTo(Map.of("b", 4, "c", 4));
    }

    @Test
    void aMoveThatDoesNotEndHoldsUpOthersForAMinute() {
        Running a = new Running("a", 1);
        Running b = new Running("b", 2);
        cluster.tasks.await(b.placements.balance());
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        a.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 6, "b", 2));
        nanos.addAndGet(1);
        a.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 4, "b", 4));
    }

    @Test
    void aShardThatIsServedMovesWhenTheOtherBrokerIsPrepared() {
        Running a = new Running("a", 1);
        Running b = new Running("b", 2);
        serveAll();
        cluster.tasks.await(b.placements.balance());
        assertThat(counts()).isEqualTo(Map.of("a", 8));
        assertThat(standbys()).hasSize(2).allSatisfy((shard, process) -> assertThat(process)
                .isEqualTo(b.self.assignee()));
        int first = standbys().firstKey();
        int second = standbys().lastKey();

        prepare(first, b.self.assignee(), 2);
        assertThat(counts()).as("it follows another owner").isEqualTo(Map.of("a", 8));
        prepare(first, new Assignee("b", 1), 1);
        assertThat(counts()).as("another process of b").isEqualTo(Map.of("a", 8));
        prepare(first, b.self.assignee(), 1);
        assertThat(assigned().get(first)).isEqualTo(b.self.assignee());
        assertThat(counts()).isEqualTo(Map.of("a", 7, "b", 1));
        assertThat(standbys()).containsOnlyKeys(second);

        a.controller.tick();
        assertThat(counts()).as("two at once").isEqualTo(Map.of("a", 7, "b", 1));
        nanos.addAndGet(Duration.ofSeconds(10).toNanos() + 1);
        a.controller.tick();
        assertThat(assigned().get(second)).as("it isn't waited for any longer").isEqualTo(b.self.assignee());
    }

    @Test
    void nobodyPreparesForAMoveThatIsNotWantedAnyMore() {
        Running a = new Running("a", 1);
        Running b = new Running("b", 2);
        serveAll();
        cluster.tasks.await(a.placements.drain("a"));
        assertThat(standbys()).hasSize(2);
        cluster.tasks.await(a.placements.undrain("a"));
        assertThat(standbys()).isEmpty();
        assertThat(counts()).isEqualTo(Map.of("a", 8));
        assertThat(b.self.assignee()).isNotNull();
    }

    @Test
    void theControllerBalancesByItselfWhenTheBrokersHaveBeenTheSameForAWhile() {
        Running a = new Running("a", 1, AUTO);
        new Running("b", 2, AUTO);
        assertThat(counts()).isEqualTo(Map.of("a", 8));
        nanos.addAndGet(STEADY.toNanos() - 1);
        a.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 8));
        nanos.addAndGet(1);
        a.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 6, "b", 2));
        serveAll();
        a.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 4, "b", 4));
    }

    @Test
    void aDrainedBrokerLosesItsShardsAndGetsThemBackOnlyWhenItMay() {
        Running a = new Running("a", 1, AUTO);
        Running b = new Running("b", 2, AUTO);
        cluster.tasks.await(b.placements.balance());
        serveAll();
        a.tick();
        serveAll();
        a.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 4, "b", 4));

        assertThat(cluster.tasks.await(a.placements.drain("b")).shardsOf("b")).isPositive();
        for (int round = 0; round < 2; round++) {
            serveAll();
            a.tick();
        }
        serveAll();
        assertThat(counts()).isEqualTo(Map.of("a", 8));
        assertThat(cluster.tasks.await(a.placements.drain("b")).shardsOf("b")).isZero();

        b.die();
        Running again = new Running("b", 3, AUTO);
        nanos.addAndGet(STEADY.toNanos());
        a.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 8));

        cluster.tasks.await(again.placements.undrain("b"));
        nanos.addAndGet(STEADY.toNanos());
        a.tick();
        assertThat(counts()).isEqualTo(Map.of("a", 6, "b", 2));
    }

    @Test
    void theControllerDrainsItself() {
        Running a = new Running("a", 1);
        new Running("b", 2);
        cluster.tasks.await(a.placements.drain("a"));
        for (int round = 0; round < 4; round++) {
            serveAll();
            a.tick();
        }
        assertThat(counts()).isEqualTo(Map.of("b", 8));
        assertThat(controller().brokerId()).isEqualTo("a");
    }

    @Test
    void aBrokerIsDrainedOnlyIfItIsKnownAndAnotherCanTakeItsShards() {
        Running a = new Running("a", 1);
        TestCluster.assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "there is no broker \"x\"; there are [a]",
                () -> cluster.tasks.await(a.placements.drain("x")));
        TestCluster.assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "there is no broker \"x\"",
                () -> cluster.tasks.await(a.placements.undrain("x")));
        TestCluster.assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "broker a can't be drained: pool default has no other broker that could take its shards",
                () -> cluster.tasks.await(a.placements.drain("a")));
        new Running("b", 2);
        cluster.tasks.await(a.placements.drain("b"));
        TestCluster.assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "broker a can't be drained",
                () -> cluster.tasks.await(a.placements.drain("a")));
    }

    @Test
    void theViewSaysWhoServesWhat() {
        Running a = new Running("a", 1);
        serveAll();
        ClusterView view = cluster.tasks.await(a.placements.view());
        assertThat(view.controller()).contains(new Assignee("a", 1));
        assertThat(view.controllerEpoch()).isEqualTo(1);
        assertThat(view.brokers()).containsOnlyKeys("a");
        assertThat(view.claims()).hasSize(8);
        assertThat(view.server(3)).contains(a.self);
        assertThat(view.shardsOf("a")).isEqualTo(8);
        new Running("a", 2);
        ClusterView restarted = cluster.tasks.await(a.placements.view());
        assertThat(restarted.server(3)).isEmpty();
    }
}
