/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Whether the records of one partition stand in an order in which they can have been stored. */
final class OrderCheck {
    private final int partition;
    private final List<Writes> writes;
    private final BiConsumer<Anomaly.Kind, String> anomalies;
    private final List<Placed> placed = new ArrayList<>();

    private record Placed(long id, long offset, long invoked, long completed) {
        boolean isAcknowledged() {
            return completed != Long.MAX_VALUE;
        }
    }

    OrderCheck(int partition, List<Writes> writes, BiConsumer<Anomaly.Kind, String> anomalies) {
        this.partition = partition;
        this.writes = writes;
        this.anomalies = anomalies;
    }

    /** A record is there; to be called in the order in which each process sent them. */
    void placed(long id, long offset) {
        Writes own = writes.get(ValueId.process(id));
        int number = (int) ValueId.number(id);
        // Whoever is told nothing can't rely on an order.
        long completed = own.outcome(number) == Outcome.OK ? own.completed(number) : Long.MAX_VALUE;
        placed.add(new Placed(id, offset, own.invoked(number), completed));
    }

    void conclude() {
        bySender();
        byTime();
    }

    /**
     * Each record against the last acknowledged one that the same producer sent before it: also one of unknown outcome, if it is
     * there, stands behind that.
     */
    private void bySender() {
        Map<Integer, Placed> lasts = new HashMap<>();
        for (Placed record : placed) {
            int process = ValueId.process(record.id);
            Placed before = lasts.get(process);
            if (record.isAcknowledged()) {
                lasts.put(process, record);
            }
            if (before != null && before.offset >= record.offset) {
                anomalies.accept(
                        Anomaly.Kind.REORDERED, text(record) + " was sent after " + text(before) + " by the same");
            }
        }
    }

    /** Each record against the one with the greatest offset among those that had been acknowledged before it was sent. */
    private void byTime() {
        List<Placed> bySending = new ArrayList<>(placed);
        bySending.sort(Comparator.comparingLong(Placed::invoked));
        List<Placed> byAnswer = new ArrayList<>(placed);
        byAnswer.removeIf(record -> !record.isAcknowledged());
        byAnswer.sort(Comparator.comparingLong(Placed::completed));
        int answered = 0;
        Placed furthest = null;
        for (Placed record : bySending) {
            while (answered < byAnswer.size() && byAnswer.get(answered).completed < record.invoked) {
                Placed next = byAnswer.get(answered++);
                furthest = furthest == null || next.offset > furthest.offset ? next : furthest;
            }
            if (furthest != null && furthest.offset >= record.offset) {
                anomalies.accept(
                        Anomaly.Kind.REORDERED,
                        text(record) + " was sent when " + text(furthest) + " had been acknowledged");
            }
        }
    }

    private String text(Placed record) {
        return ValueId.text(record.id) + " at offset " + record.offset + " of partition " + partition;
    }
}
