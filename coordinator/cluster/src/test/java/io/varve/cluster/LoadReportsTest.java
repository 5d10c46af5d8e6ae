/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.metadata.Change;
import io.varve.metadata.MemoryMetadataStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoadReportsTest {
    private final TestCluster cluster = new TestCluster();
    private final MemoryMetadataStore store = cluster.connect();
    private final LoadReports reports = new LoadReports(store);

    private void put(String brokerId, Map<Integer, Long> rates) {
        cluster.tasks.await(reports.put(brokerId, new LoadReport(1, new TreeMap<>(rates))));
    }

    private LoadReports.Snapshot read() {
        return cluster.tasks.await(reports.read());
    }

    private static SortedMap<Integer, Assignee> assigned(String... owners) {
        SortedMap<Integer, Assignee> assigned = new TreeMap<>();
        for (int shard = 0; shard < owners.length; shard++) {
            assigned.put(shard, new Assignee(owners[shard], 1));
        }
        return assigned;
    }

    @Test
    void withoutReportsNothingIsKnown() {
        assertThat(read().lastKnown(assigned("a", "b"))).isEmpty();
        assertThat(read().superseded(Set.of(), assigned("a", "b"))).isEmpty();
    }

    @Test
    void theOwnerKnowsBestAndBeforeItHasMeasuredTheFormerOne() {
        put("a", Map.of(0, 10L, 1, 20L, 2, 30L));
        put("b", Map.of(1, 200L));
        put("c", Map.of(2, 3L));
        SortedMap<Integer, Assignee> assigned = assigned("a", "b", "b", "b");
        assertThat(read().lastKnown(assigned)).isEqualTo(Map.of(0, 10L, 1, 200L, 2, 30L));
        put("b", Map.of(1, 200L, 2, 0L));
        assertThat(read().lastKnown(assigned)).isEqualTo(Map.of(0, 10L, 1, 200L, 2, 0L));
    }

    @Test
    void whatABrokerThatIsGoneSaidIsForgottenWhenNobodyNeedsIt() {
        put("gone", Map.of(0, 10L, 1, 20L));
        put("b", Map.of(0, 10L));
        assertThat(read().superseded(Set.of("gone", "b"), assigned("b", "b"))).isEmpty();
        assertThat(read().superseded(Set.of("b"), assigned("b", "b")))
                .as("shard 1 wasn't measured again")
                .isEmpty();
        put("b", Map.of(0, 10L, 1, 20L));
        assertThat(read().superseded(Set.of("b"), assigned("b", "gone")))
                .as("it is to get shard 1 again")
                .isEmpty();
        assertThat(read().superseded(Set.of("b"), assigned("b", "b"))).containsExactly("gone");
    }

    @Test
    void onlyWhatWasReadIsRemoved() {
        cluster.tasks.await(store.create(ClusterPaths.CONTROLLER, new byte[0]));
        var fence = new Change.Check(ClusterPaths.CONTROLLER, 0);
        put("a", Map.of(0, 10L));
        LoadReports.Snapshot before = read();
        put("a", Map.of(0, 20L));
        var removal = reports.remove(List.of("a"), before, fence);
        cluster.tasks.runAll();
        assertThat(removal).isCompletedExceptionally();
        assertThat(read().byBroker()).containsOnlyKeys("a");
        cluster.tasks.await(reports.remove(List.of("a"), read(), fence));
        assertThat(read().byBroker()).isEmpty();
        cluster.tasks.await(reports.remove(List.of("a"), read(), fence));
    }

    @Test
    void aReportThatCannotBeReadIsAMissingOne() {
        put("a", Map.of(0, 10L));
        cluster.tasks.await(store.create(ClusterPaths.load("b"), "{\"version\":2}".getBytes(UTF_8)));
        cluster.tasks.await(store.create(ClusterPaths.load("c"), new byte[] {1}));
        assertThat(read().byBroker()).containsOnlyKeys("a");
    }
}
