/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.demo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds what was delivered against what was acknowledged: every acknowledged record came back exactly once, in the order of its
 * partition's offsets, with the same bytes. Keeps a digest of each record, not the record. Not thread-safe.
 */
public final class DeliveryCheck {
    /** Problems that are named one by one; more are only counted. */
    private static final int NAMED = 10;

    private final Map<Integer, Map<Long, Digest>> acknowledged = new TreeMap<>();
    private long count;

    /** The first 128 bits of a SHA-256. */
    private record Digest(long high, long low) {}

    /** Notes a record that a producer was told to be stored. */
    public void acknowledged(int partition, long offset, byte[] value) {
        Digest former =
                acknowledged.computeIfAbsent(partition, p -> new HashMap<>()).put(offset, digest(value));
        if (former != null) {
            throw new IllegalStateException("offset " + offset + " of partition " + partition + " was given twice");
        }
        count++;
    }

    /** How many records were acknowledged. */
    public long acknowledgedRecords() {
        return count;
    }

    /** Begins to check one reading of everything. */
    public Reading reading() {
        return new Reading();
    }

    private static Digest digest(byte[] value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value);
            return new Digest(number(hash, 0), number(hash, Long.BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            number = number << Byte.SIZE | (bytes[i] & 0xff);
        }
        return number;
    }

    /** One pass over all partitions, each from its first offset on. */
    public final class Reading {
        private final Map<Integer, Long> lastOffsets = new HashMap<>();
        private final List<String> problems = new ArrayList<>();
        private long found;
        private long wrong;

        private Reading() {}

        /** Notes a delivered record. */
        public void delivered(int partition, long offset, byte[] value) {
            String record = "offset " + offset + " of partition " + partition;
            long last = lastOffsets.getOrDefault(partition, -1L);
            if (offset <= last) {
                problem(record + (offset == last ? " came twice" : " came after offset " + last));
                return;
            }
            lastOffsets.put(partition, offset);
            Digest expected = acknowledged.getOrDefault(partition, Map.of()).get(offset);
            if (expected == null) {
                problem(record + " was never acknowledged");
            } else if (!expected.equals(digest(value))) {
                problem(record + " has other bytes than were acknowledged");
            } else {
                found++;
            }
        }

        /** Records that came back right. */
        public long found() {
            return found;
        }

        /** What is wrong, empty if nothing is; call it after the last record. */
        public List<String> problems() {
            List<String> all = new ArrayList<>(problems);
            if (wrong > problems.size()) {
                all.add("and " + (wrong - problems.size()) + " more like these");
            }
            if (found < count) {
                all.add((count - found) + " of " + count + " acknowledged records did not come back right");
            }
            return all;
        }

        private void problem(String what) {
            wrong++;
            if (problems.size() < NAMED) {
                problems.add(what);
            }
        }
    }
}
