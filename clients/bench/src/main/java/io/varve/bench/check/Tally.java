/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.check;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one reader got of a run that is known; {@link Verdict} looks at it once the reader has ended. Takes a bit for each record, and a number for each key of each producer.
 *
 * <p>Order can be told where a producer's records share a partition: in topics with one partition, and for records with the same
 * key.
 */
public final class Tally implements Receipts {
    private final Values values;
    private final boolean ordered;
    private final BitSet[] seen;
    private final int[][] last;
    private final AtomicLong records = new AtomicLong();
    private long bytes;
    private long strangers;
    private long checksum;
    private final Fault changed = new Fault();
    private final Fault doubled = new Fault();
    private final Fault disordered = new Fault();

    /** Of values of a run by so many producers with so many keys each, 0 = none, in topics with so many partitions. */
    public Tally(Values values, int producers, int keys, int partitions) {
        this.values = values;
        this.ordered = partitions == 1 || keys > 0;
        this.seen = new BitSet[producers];
        this.last = new int[producers][];
        for (int producer = 0; producer < producers; producer++) {
            seen[producer] = new BitSet();
            last[producer] = new int[ordered ? Math.max(1, keys) : 0];
        }
    }

    @Override
    public boolean add(byte[] value) {
        if (!values.isOurs(value)) {
            strangers++;
            return false;
        }
        records.lazySet(records.getPlain() + 1);
        bytes += value.length;
        // First of all: where the bytes are whole, producer and sequence are what somebody wrote.
        if (!values.isWhole(value)
                || Values.producer(value) >= seen.length
                || Values.sequence(value) < 0
                || Values.sequence(value) >= Values.MAX_SEQUENCE) {
            changed.add(value);
        } else {
            addWhole(value, Values.producer(value), (int) Values.sequence(value));
        }
        return true;
    }

    private void addWhole(byte[] value, int producer, int sequence) {
        if (seen[producer].get(sequence)) {
            doubled.add(value);
            return;
        }
        seen[producer].set(sequence);
        checksum += Values.checksum(producer, sequence, Values.timeNanos(value));
        if (ordered) {
            int key = values.keyNumber(producer, sequence);
            if (sequence < last[producer][key]) {
                disordered.add(value);
            }
            last[producer][key] = sequence;
        }
    }

    /** Wrong ones too. */
    @Override
    public long records() {
        return records.get();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** Records of others. */
    long strangers() {
        return strangers;
    }

    long checksum() {
        return checksum;
    }

    /** The sequences that were seen of a producer; not to be changed. */
    BitSet seen(int producer) {
        return seen[producer];
    }

    Fault changed() {
        return changed;
    }

    Fault doubled() {
        return doubled;
    }

    Fault disordered() {
        return disordered;
    }

    /** How often something was wrong, and the first record that it was wrong with. */
    static final class Fault {
        private long count;
        private @Nullable String first;

        private void add(byte[] value) {
            count++;
            if (first == null) {
                first = Values.describe(value);
            }
        }

        long count() {
            return count;
        }

        /** The first record in words; only if there is one. */
        String first() {
            return String.valueOf(first);
        }
    }
}
