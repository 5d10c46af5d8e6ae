/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.metadata.Change;
import io.varve.metadata.MemoryMetadataStore;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlacementsTest {
    private static final int SHARDS = 64;
    private static final Broker A = TestCluster.broker("a", 1);
    private static final Broker B = TestCluster.broker("b", 2);

    private final TestCluster cluster = new TestCluster(ShardSet.ofFirst(SHARDS, ShardSet.DEFAULT, TestCluster.CLASS));
    private final MemoryMetadataStore store = cluster.connect();
    private final BrokerRegistry brokers = new BrokerRegistry(store);
    private final Placements placements = new Placements(store, new ClusterReader(store), brokers, TestCluster.CLOCK);

    @Test
    void aGapThatIsLeftAloneIsPlannedAndNotDue() {
        assign(33);

        ClusterView view = view();
        assertThat(view.moves()).hasSize(1);
        assertThat(view.due()).isEmpty();
    }

    @Test
    void aGapThatIsWorthMovesIsDue() {
        assign(40);

        ClusterView view = view();
        assertThat(view.moves()).hasSize(8);
        assertThat(view.due()).isEqualTo(view.moves());
    }

    @Test
    void whatAnOrderToBalanceMovesIsDue() {
        assign(33);
        cluster.tasks.await(placements.balance());

        ClusterView view = view();
        assertThat(view.isBalancing()).isTrue();
        assertThat(view.due()).hasSize(1);
    }

    @Test
    void whatADrainMovesIsDue() {
        assign(33);
        cluster.tasks.await(placements.drain("b"));

        assertThat(view().due()).hasSize(31);
    }

    private ClusterView view() {
        return cluster.tasks.await(placements.view());
    }

    /** The first shards to one broker, the others to the other; there is no controller that would change it. */
    private void assign(int first) {
        cluster.tasks.await(brokers.register(A));
        cluster.tasks.await(new BrokerRegistry(cluster.connect()).register(B));
        byte[] controller = ControllerNode.JSON.encode(new ControllerNode(1, A.brokerId(), A.incarnation()));
        cluster.tasks.await(store.create(ClusterPaths.CONTROLLER, controller));
        SortedMap<Integer, Assignee> plan = new TreeMap<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            plan.put(shard, (shard < first ? A : B).assignee());
        }
        Assignments assignments = new Assignments(store);
        cluster.tasks.await(assignments
                .read()
                .thenCompose(read -> assignments.write(
                        read, plan, new TreeMap<>(), 1, new Change.Check(ClusterPaths.CONTROLLER, 0))));
    }
}
