/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.broker;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.metadata.MemoryMetadataStore;
import io.varve.metadata.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShardMapTest {
    private static final Broker A = broker("a", 1);
    private static final Broker B = broker("b", 2);

    private final TestCluster cluster = new TestCluster();
    private final MemoryMetadataStore operator = cluster.connect();
    private final MemoryMetadataStore store = cluster.connect();
    private final BrokerRegistry registry = new BrokerRegistry(store);
    private final ShardMap map = new ShardMap(store, registry, A.assignee());
    private final List<String> heard = new ArrayList<>();

    private final ShardMap.Listener listener = new ShardMap.Listener() {
        @Override
        public void assigned(int shard) {
            heard.add("+" + shard);
        }

        @Override
        public void unassigned(int shard) {
            heard.add("-" + shard);
        }

        @Override
        public void expected(int shard) {
            heard.add("?" + shard);
        }

        @Override
        public void notExpected(int shard) {
            heard.add("!" + shard);
        }
    };

    private void assign(Map<Integer, Assignee> shards) {
        assign(shards, Map.of());
    }

    private void assign(Map<Integer, Assignee> shards, Map<Integer, Assignee> standbys) {
        byte[] bytes =
                AssignmentBucket.JSON.encode(new AssignmentBucket(1, new TreeMap<>(shards), new TreeMap<>(standbys)));
        String path = ClusterPaths.assignment(0);
        var present = cluster.tasks.await(operator.get(path)).map(Versioned::version);
        if (present.isEmpty()) {
            cluster.tasks.await(operator.create(path, bytes));
        } else {
            cluster.tasks.await(operator.compareAndSet(path, bytes, present.get()));
        }
        cluster.tasks.runAll();
    }

    @BeforeEach
    void start() {
        cluster.tasks.await(registry.register(A));
        cluster.tasks.await(new BrokerRegistry(operator).register(B));
    }

    @Test
    void ownerIsTheLiveBrokerThatTheShardIsAssignedTo() {
        assign(Map.of(0, A.assignee(), 1, B.assignee(), 2, new Assignee("b", 99), 3, new Assignee("gone", 5)));
        assertThat(map.ownerOf(0)).contains(A);
        assertThat(map.ownerOf(1)).contains(B);
        assertThat(map.ownerOf(2)).as("another process of b").isEmpty();
        assertThat(map.ownerOf(3)).isEmpty();
        assertThat(map.ownerOf(4)).isEmpty();
        assertThat(map.assigneeOf(3)).contains(new Assignee("gone", 5));
        assertThat(map.mine()).containsExactly(0);
    }

    @Test
    void listenerHearsWhatComesAndGoes() {
        map.addListener(listener);
        assign(Map.of(0, A.assignee(), 1, A.assignee(), 2, B.assignee()));
        assertThat(heard).containsExactly("+0", "+1");
        heard.clear();
        assign(Map.of(0, B.assignee(), 1, A.assignee(), 2, A.assignee()));
        assertThat(heard).containsExactly("-0", "+2");
    }

    @Test
    void listenerHearsForWhichShardsToPrepare() {
        map.addListener(listener);
        assign(Map.of(0, B.assignee(), 1, B.assignee()), Map.of(0, A.assignee(), 1, A.assignee()));
        assertThat(heard).containsExactly("?0", "?1");
        assertThat(map.ownerOf(0)).as("until it is assigned").contains(B);
        heard.clear();
        assign(Map.of(0, A.assignee(), 1, B.assignee()));
        assertThat(heard).containsExactly("+0", "!0", "!1");
    }

    @Test
    void whoIsPreparedSaysSoOverAndOver() {
        for (int epoch = 3; epoch < 5; epoch++) {
            cluster.tasks.await(map.prepared(7, epoch));
            assertThat(cluster.tasks.await(new Standbys(operator).read(List.of(6, 7))))
                    .isEqualTo(Map.of(7, new StandbyNode("a", 1, epoch)));
        }
    }

    @Test
    void lateListenerHearsWhatIsAssignedAlready() {
        assign(Map.of(0, A.assignee(), 5, A.assignee()));
        map.addListener(listener);
        cluster.tasks.runAll();
        assertThat(heard).containsExactly("+0", "+5");
    }

    @Test
    void newIncarnationIsNotMine() {
        map.addListener(listener);
        assign(Map.of(0, new Assignee("a", 2)));
        assertThat(heard).isEmpty();
        assertThat(map.mine()).isEmpty();
    }

    @Test
    void outageChangesNothingAndIsMadeUpFor() {
        map.addListener(listener);
        assign(Map.of(0, A.assignee()));
        store.suspend();
        cluster.tasks.runAll();
        assign(Map.of(0, B.assignee()));
        assertThat(map.mine()).containsExactly(0);
        assertThat(map.ownerOf(0)).contains(A);
        store.resume();
        cluster.tasks.runAll();
        assertThat(heard).containsExactly("+0", "-0");
        assertThat(map.ownerOf(0)).contains(B);
    }

    @Test
    void lostAnswerIsAskedForAgainAtTheNextTick() {
        map.addListener(listener);
        assign(Map.of(0, A.assignee()));
        store.holdReplies();
        assign(Map.of(1, A.assignee()));
        store.loseReplies();
        cluster.tasks.runAll();
        assertThat(map.mine()).as("no other change, no other event").containsExactly(0);
        map.tick();
        cluster.tasks.runAll();
        assertThat(heard).containsExactly("+0", "-0", "+1");
        heard.clear();
        map.tick();
        cluster.tasks.runAll();
        assertThat(heard).isEmpty();
    }

    @Test
    void confirmAsksTheStoreAndNotTheMap() {
        assign(Map.of(0, A.assignee()));
        assertThat(cluster.tasks.await(map.confirmMine(0))).isTrue();
        assertThat(cluster.tasks.await(map.confirmMine(1))).isFalse();
        assertThat(cluster.tasks.await(map.confirmMine(500))).isFalse();
        map.close();
        assign(Map.of(0, B.assignee()));
        assertThat(map.mine()).as("a closed map hears nothing").containsExactly(0);
        assertThat(cluster.tasks.await(map.confirmMine(0))).isFalse();
    }
}
