/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds what is read from a topic against what its producer was told: every acknowledged record is there exactly once, at its
 * offset, with the same bytes, and the records of a partition are in the order in which they were sent; a record that was sent
 * and not acknowledged is there at most once; there is nothing else, and no offset is missing. One reading of everything, each
 * partition from offset 0 on; one thread.
 */
final class HistoryCheck {
    private static final int NAMED = 20;

    private final Map<Integer, Partition> partitions = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private long wrong;
    private long acknowledged;
    private long found;
    private long unacknowledged;

    private record Expected(long number, Digest digest) {}

    private static final class Partition {
        private final Map<Long, Expected> byOffset = new HashMap<>();
        private final Set<Digest> unknown = new HashSet<>();
        private long nextOffset;
        private long lastNumber = -1;
    }

    /** Expects what the file says, which has to be closed. */
    static HistoryCheck of(Path history) throws IOException {
        HistoryCheck check = new HistoryCheck();
        AckedHistory.read(history, check::expect);
        return check;
    }

    private void expect(AckedHistory.Line line) {
        Partition partition = partition(line.partition());
        if (!line.acknowledged()) {
            partition.unknown.add(line.digest());
            return;
        }
        acknowledged++;
        if (partition.byOffset.put(line.offset(), new Expected(line.number(), line.digest())) != null) {
            problem(place(line.partition(), line.offset()) + " was acknowledged for two records");
        }
    }

    /** Checks the next record of a partition. */
    void read(int number, long offset, byte[] value) {
        Partition partition = partition(number);
        String place = place(number, offset);
        if (offset < partition.nextOffset) {
            problem(place + " came after offset " + (partition.nextOffset - 1));
            return;
        }
        if (offset > partition.nextOffset) {
            problem(place + " came when offset " + partition.nextOffset + " was due");
        }
        partition.nextOffset = offset + 1;
        Digest digest = Digest.of(value);
        Expected expected = partition.byOffset.get(offset);
        if (expected == null) {
            if (partition.unknown.remove(digest)) {
                unacknowledged++;
            } else {
                problem(place + " holds a record that is there already, or that nobody sent");
            }
        } else if (!expected.digest().equals(digest)) {
            problem(place + " holds other bytes than were acknowledged");
        } else {
            found++;
            if (expected.number() <= partition.lastNumber) {
                problem(place + " holds record " + expected.number() + ", which was sent before record "
                        + partition.lastNumber);
            }
            partition.lastNumber = expected.number();
        }
    }

    /** Records that were acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** Records that were read and had not been acknowledged. */
    long unacknowledged() {
        return unacknowledged;
    }

    /** What is wrong, empty if nothing is; for after the last record. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (wrong > problems.size()) {
            all.add("and " + (wrong - problems.size()) + " more like these");
        }
        if (found < acknowledged) {
            all.add((acknowledged - found) + " of " + acknowledged
                    + " acknowledged records are not where they should be");
        }
        return all;
    }

    private Partition partition(int number) {
        return partitions.computeIfAbsent(number, unused -> new Partition());
    }

    private static String place(int partition, long offset) {
        return "offset " + offset + " of partition " + partition;
    }

    private void problem(String what) {
        wrong++;
        if (problems.size() < NAMED) {
            problems.add(what);
        }
    }
}
