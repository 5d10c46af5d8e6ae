/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.shard.state.PartitionKey;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AssignorTest {
    private static final UUID ORDERS = new UUID(1, 1);
    private static final UUID BILLS = new UUID(2, 2);

    @Test
    void oneMemberGetsEverything() {
        assertThat(Assignor.target(wanted(Map.of("a", partitions(ORDERS, 4))), Map.of()))
                .containsEntry("a", new TreeSet<>(partitions(ORDERS, 4)));
    }

    @Test
    void aSecondMemberTakesHalfAndNothingElseMoves() {
        Set<PartitionKey> all = partitions(ORDERS, 4);

        NavigableMap<String, NavigableSet<PartitionKey>> target =
                Assignor.target(wanted(Map.of("a", all, "b", all)), Map.of("a", all));

        assertThat(target.get("a")).hasSize(2);
        assertThat(target.get("b")).hasSize(2);
        assertThat(all).containsAll(target.get("a"));
    }

    @Test
    void aBalancedGroupStaysAsItIs() {
        Set<PartitionKey> all = partitions(ORDERS, 5);
        NavigableMap<String, Set<PartitionKey>> wanted = wanted(Map.of("a", all, "b", all));
        NavigableMap<String, NavigableSet<PartitionKey>> first = Assignor.target(wanted, Map.of());

        assertThat(Assignor.target(wanted, first)).isEqualTo(first);
    }

    @Test
    void membersGetOnlyTopicsTheySubscribeTo() {
        NavigableMap<String, NavigableSet<PartitionKey>> target =
                Assignor.target(wanted(Map.of("a", partitions(ORDERS, 3), "b", partitions(BILLS, 1))), Map.of());

        assertThat(target.get("a")).isEqualTo(new TreeSet<>(partitions(ORDERS, 3)));
        assertThat(target.get("b")).isEqualTo(new TreeSet<>(partitions(BILLS, 1)));
    }

    @Test
    void anyGroupEndsUpCompleteAndEven() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Set<PartitionKey> all = partitions(ORDERS, 1 + random.nextInt(40));
            Map<String, Set<PartitionKey>> members =
                    IntStream.range(0, 1 + random.nextInt(7)).boxed().collect(Collectors.toMap(i -> "m" + i, i -> all));
            Map<String, Set<PartitionKey>> held = new TreeMap<>();
            for (PartitionKey key : all) {
                held.computeIfAbsent("m" + random.nextInt(9), m -> new HashSet<>())
                        .add(key);
            }

            NavigableMap<String, NavigableSet<PartitionKey>> target = Assignor.target(wanted(members), held);

            assertThat(target.values().stream().mapToInt(Set::size).sum())
                    .as("seed %d", seed)
                    .isEqualTo(all.size());
            int most = target.values().stream().mapToInt(Set::size).max().orElseThrow();
            int least = target.values().stream().mapToInt(Set::size).min().orElseThrow();
            assertThat(most - least).as("seed %d", seed).isLessThanOrEqualTo(1);
        }
    }

    private static NavigableMap<String, Set<PartitionKey>> wanted(Map<String, Set<PartitionKey>> wanted) {
        return new TreeMap<>(wanted);
    }

    private static Set<PartitionKey> partitions(UUID topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new PartitionKey(topic, partition))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
