/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.group;

import io.varve.shard.state.PartitionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Spreads partitions over the members of a stream group: evenly, and moving as few as that takes. A pure function of its
 * arguments, so that each broker would plan the same.
 */
public final class Assignor {
    private Assignor() {}

    /**
     * Who should hold what.
     *
     * @param wanted for each member, the partitions of the topics that it subscribes to
     * @param held who holds what now; partitions that a member doesn't want any more are taken from it
     * @return for each member of {@code wanted} its partitions; a partition that anybody wants has exactly one holder, and no
     *     member could give a partition to another one without becoming the smaller of the two
     */
    public static NavigableMap<String, NavigableSet<PartitionKey>> target(
            NavigableMap<String, Set<PartitionKey>> wanted, Map<String, ? extends Set<PartitionKey>> held) {
        NavigableMap<String, NavigableSet<PartitionKey>> target = new TreeMap<>();
        Map<PartitionKey, List<String>> takers = new TreeMap<>();
        wanted.forEach((member, partitions) -> {
            target.put(member, new TreeSet<>());
            partitions.forEach(partition ->
                    takers.computeIfAbsent(partition, p -> new ArrayList<>()).add(member));
        });
        Map<PartitionKey, String> holders = new HashMap<>();
        held.forEach((member, partitions) -> partitions.forEach(partition -> holders.put(partition, member)));

        List<PartitionKey> free = new ArrayList<>();
        takers.forEach((partition, members) -> {
            String holder = holders.get(partition);
            if (holder != null && members.contains(holder)) {
                of(target, holder).add(partition);
            } else {
                free.add(partition);
            }
        });
        for (PartitionKey partition : free) {
            of(target, smallest(takersOf(takers, partition), target)).add(partition);
        }
        level(takers, target);
        return target;
    }

    /** Moves single partitions from larger to smaller members until no move makes the sizes more even. */
    private static void level(
            Map<PartitionKey, List<String>> takers, NavigableMap<String, NavigableSet<PartitionKey>> target) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Map.Entry<String, NavigableSet<PartitionKey>> from : target.entrySet()) {
                for (PartitionKey partition : List.copyOf(from.getValue())) {
                    String to = smallest(takersOf(takers, partition), target);
                    if (from.getValue().size() - of(target, to).size() >= 2) {
                        from.getValue().remove(partition);
                        of(target, to).add(partition);
                        moved = true;
                    }
                }
            }
        }
    }

    private static String smallest(List<String> members, NavigableMap<String, NavigableSet<PartitionKey>> target) {
        String smallest = members.get(0);
        for (String member : members) {
            if (of(target, member).size() < of(target, smallest).size()) {
                smallest = member;
            }
        }
        return smallest;
    }

    private static NavigableSet<PartitionKey> of(
            NavigableMap<String, NavigableSet<PartitionKey>> target, String member) {
        return java.util.Objects.requireNonNull(target.get(member), member);
    }

    private static List<String> takersOf(Map<PartitionKey, List<String>> takers, PartitionKey partition) {
        return java.util.Objects.requireNonNull(takers.get(partition));
    }
}
