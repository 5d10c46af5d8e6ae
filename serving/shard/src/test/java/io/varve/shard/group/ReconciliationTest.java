/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.log.record.GroupMeta;
import io.varve.log.record.TopicPartitions;
import io.varve.shard.state.PartitionKey;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final UUID ORDERS = new UUID(1, 1);

    @Test
    void aFreePartitionIsAssignedAtOnce() {
        List<GroupMeta.Member> next = Reconciliation.next(List.of(member("a")), wanted(2, "a"));

        assertThat(next.get(0).assigned()).containsExactly(new TopicPartitions(ORDERS, List.of(0, 1)));
        assertThat(next.get(0).revoking()).isEmpty();
    }

    @Test
    void aHeldPartitionIsRevokedFirstAndGivenOnlyAfterItsRelease() {
        List<GroupMeta.Member> both = List.of(member("a", 0, 1), member("b"));

        List<GroupMeta.Member> revoking = Reconciliation.next(both, wanted(2, "a", "b"));

        assertThat(Reconciliation.keys(revoking.get(0).assigned())).hasSize(2);
        assertThat(Reconciliation.keys(revoking.get(0).revoking())).hasSize(1);
        assertThat(revoking.get(1).assigned()).isEmpty();

        Set<PartitionKey> kept =
                new TreeSet<>(Reconciliation.keys(revoking.get(0).assigned()));
        kept.removeAll(Reconciliation.keys(revoking.get(0).revoking()));
        GroupMeta.Member released = Reconciliation.with(revoking.get(0), kept, List.of());
        List<GroupMeta.Member> given = Reconciliation.next(List.of(released, revoking.get(1)), wanted(2, "a", "b"));

        assertThat(Reconciliation.keys(given.get(0).assigned())).hasSize(1);
        assertThat(Reconciliation.keys(given.get(1).assigned())).hasSize(1);
        assertThat(given.get(0).revoking()).isEmpty();
    }

    @Test
    void nothingMovesInABalancedGroup() {
        List<GroupMeta.Member> members = List.of(member("a", 0), member("b", 1));

        assertThat(Reconciliation.next(members, wanted(2, "a", "b"))).isEqualTo(members);
    }

    @Test
    void partitionsThatNobodyWantsAreRevoked() {
        List<GroupMeta.Member> next = Reconciliation.next(List.of(member("a", 0, 1, 2)), wanted(1, "a"));

        assertThat(Reconciliation.keys(next.get(0).revoking()))
                .containsExactly(new PartitionKey(ORDERS, 1), new PartitionKey(ORDERS, 2));
    }

    private static GroupMeta.Member member(String id, Integer... partitions) {
        List<TopicPartitions> assigned =
                partitions.length == 0 ? List.of() : List.of(new TopicPartitions(ORDERS, List.of(partitions)));
        return new GroupMeta.Member(id, "client", List.of("orders"), 10_000, 1, assigned, List.of());
    }

    private static NavigableMap<String, Set<PartitionKey>> wanted(int partitions, String... members) {
        NavigableMap<String, Set<PartitionKey>> wanted = new TreeMap<>();
        for (String member : members) {
            wanted.put(
                    member,
                    IntStream.range(0, partitions)
                            .mapToObj(partition -> new PartitionKey(ORDERS, partition))
                            .collect(Collectors.toSet()));
        }
        return wanted;
    }
}
