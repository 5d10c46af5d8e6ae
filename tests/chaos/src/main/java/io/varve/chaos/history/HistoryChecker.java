/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds a history against what a topic and a stream group promise. It knows nothing of how they are made: clients' operations
 * are all that it looks at.
 *
 * <p>An operation that was acknowledged took effect once, between its beginning and its end. One that failed took none. One of
 * unknown outcome took effect once, at any time after its beginning, or never. So, partition by partition:
 *
 * <ul>
 *   <li>an offset belongs to one record, whoever tells it, and whenever;
 *   <li>the last reading, of everything from offset 0, holds what was acknowledged, once and at the offset that was told, what
 *       is unknown at most once, what any reader was given before, and nothing else;
 *   <li>a record stands behind what was acknowledged of what its producer had sent before it, and behind everything that had
 *       been acknowledged before it was sent, by whomever;
 *   <li>a reader is given one offset after the other;
 *   <li>a group gives a partition to a member where a commit left it, never before one that was acknowledged earlier; it takes
 *       no commit of a former member after one of whom it has given the partition to since; and it has delivered every record in the end. Records that were delivered and not committed come again: that is no anomaly.
 * </ul>
 */
public final class HistoryChecker {
    private static final int NAMED_PER_KIND = 10;

    private final History history;
    private final Map<Anomaly.Kind, Long> counts = new EnumMap<>(Anomaly.Kind.class);
    private final List<Anomaly> named = new ArrayList<>();

    private HistoryChecker(History history) {
        this.history = history;
    }

    /**
     * The verdict on a history that has ended.
     *
     * @param counts of all anomalies by kind; empty if there are none
     * @param named some of each kind
     */
    public record Verdict(Map<Anomaly.Kind, Long> counts, List<Anomaly> named) {
        /** Whether there is no anomaly. */
        public boolean isClean() {
            return counts.isEmpty();
        }

        /** How many anomalies there are. */
        public long total() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Checks a history to which nothing is added any more. */
    public static Verdict check(History history) {
        HistoryChecker checker = new HistoryChecker(history);
        checker.check();
        return new Verdict(checker.counts, checker.named);
    }

    private void check() {
        history.unreadable().forEach(text -> anomaly(Anomaly.Kind.UNREADABLE, text));
        history.died().forEach(text -> anomaly(Anomaly.Kind.DIED, text));
        Map<Integer, PartitionCheck> partitions = new TreeMap<>();
        for (int partition : partitions()) {
            partitions.put(partition, new PartitionCheck(partition, history.writes(), this::anomaly));
        }
        List<Writes> writes = history.writes();
        for (int process = 0; process < writes.size(); process++) {
            Writes own = writes.get(process);
            for (int number = 0; number < own.size(); number++) {
                part(partitions, own.partition(number)).sent(ValueId.of(process, number));
            }
        }
        for (Reading reading : history.readings()) {
            part(partitions, reading.partition()).read(reading);
        }
        for (Progress step : history.progress()) {
            part(partitions, step.partition()).progress(step);
        }
        partitions.values().forEach(PartitionCheck::conclude);
    }

    private static PartitionCheck part(Map<Integer, PartitionCheck> partitions, int partition) {
        PartitionCheck check = partitions.get(partition);
        if (check == null) {
            throw new IllegalStateException("partition " + partition + " of " + partitions.keySet());
        }
        return check;
    }

    private SortedSet<Integer> partitions() {
        SortedSet<Integer> partitions = new TreeSet<>();
        for (Writes own : history.writes()) {
            for (int number = 0; number < own.size(); number++) {
                partitions.add(own.partition(number));
            }
        }
        history.readings().forEach(reading -> partitions.add(reading.partition()));
        history.progress().forEach(step -> partitions.add(step.partition()));
        return partitions;
    }

    private void anomaly(Anomaly.Kind kind, String text) {
        if (counts.merge(kind, 1L, Long::sum) <= NAMED_PER_KIND) {
            named.add(new Anomaly(kind, text));
        }
    }
}
