/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * For how long partitions took no records. Producers send to each of them many times a second: a time without a single
 * acknowledgement that is longer than a limit counts as an outage, from the acknowledgement before it to the one after it.
 */
public final class Outages {
    private final long beginNanos;
    private final long endNanos;
    private final Map<Integer, List<Window>> byPartition = new TreeMap<>();

    /**
     * A time, from its beginning on and without its end.
     *
     * @param beginNanos of the history's clock
     * @param endNanos not less
     */
    public record Window(long beginNanos, long endNanos) {
        long nanos() {
            return endNanos - beginNanos;
        }

        /** Whether it was then. */
        public boolean holds(long atNanos) {
            return atNanos >= beginNanos && atNanos < endNanos;
        }

        private long overlap(Window other) {
            return Math.max(0, Math.min(endNanos, other.endNanos) - Math.max(beginNanos, other.beginNanos));
        }
    }

    /**
     * Those in a history that has ended.
     *
     * @param partitions how many there are
     * @param looked when producers were at work
     * @param limitNanos a longer time without an acknowledgement is an outage
     */
    public Outages(List<Writes> writes, int partitions, Window looked, long limitNanos) {
        beginNanos = looked.beginNanos();
        endNanos = looked.endNanos();
        for (int partition = 0; partition < partitions; partition++) {
            List<Window> found = new ArrayList<>();
            long last = beginNanos;
            for (long answered : answers(writes, partition)) {
                long until = Math.min(answered, endNanos);
                if (until - last > limitNanos) {
                    found.add(new Window(last, until));
                }
                last = Math.max(last, until);
            }
            if (endNanos - last > limitNanos) {
                found.add(new Window(last, endNanos));
            }
            byPartition.put(partition, found);
        }
    }

    private static long[] answers(List<Writes> writes, int partition) {
        Longs answers = new Longs();
        for (Writes own : writes) {
            for (int number = 0; number < own.size(); number++) {
                if (own.outcome(number) == Outcome.OK && own.partition(number) == partition) {
                    answers.add(own.completed(number));
                }
            }
        }
        long[] sorted = new long[answers.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = answers.get(i);
        }
        Arrays.sort(sorted);
        return sorted;
    }

    /** Lengths of a partition's outages in nanoseconds, shortest first. */
    public long[] lengths(int partition) {
        return byPartition.getOrDefault(partition, List.of()).stream()
                .mapToLong(Window::nanos)
                .sorted()
                .toArray();
    }

    /** Lengths of all partitions' outages in nanoseconds, shortest first. */
    public long[] lengths() {
        return byPartition.values().stream()
                .flatMap(List::stream)
                .mapToLong(Window::nanos)
                .sorted()
                .toArray();
    }

    /**
     * The part of the time without faults, over all partitions, that was no outage.
     *
     * @param faults in the order in which they began; they may overlap
     * @return from 0 to 1; 0 when there was no time without faults
     */
    public double availabilityOutside(List<Window> faults) {
        List<Window> calm = calm(faults);
        long looked = calm.stream().mapToLong(Window::nanos).sum() * byPartition.size();
        long out = 0;
        for (List<Window> outages : byPartition.values()) {
            for (Window outage : outages) {
                out += calm.stream().mapToLong(outage::overlap).sum();
            }
        }
        return looked == 0 ? 0 : 1 - (double) out / looked;
    }

    /** Nanoseconds that were looked at. */
    public long nanos() {
        return endNanos - beginNanos;
    }

    /** Nanoseconds without faults. */
    public long calmNanos(List<Window> faults) {
        return calm(faults).stream().mapToLong(Window::nanos).sum();
    }

    private List<Window> calm(List<Window> faults) {
        List<Window> calm = new ArrayList<>();
        long from = beginNanos;
        for (Window fault : faults) {
            if (fault.beginNanos() > from) {
                calm.add(new Window(from, Math.min(fault.beginNanos(), endNanos)));
            }
            from = Math.min(endNanos, Math.max(from, fault.endNanos()));
        }
        calm.add(new Window(from, endNanos));
        return calm;
    }

    /** The value below which a part of the sorted values lie, nearest rank; 0 without values. */
    public static long percentile(long[] sorted, double part) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(part * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }
}
