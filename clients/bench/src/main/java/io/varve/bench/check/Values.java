/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.check;

import io.varve.bench.workload.Written;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes and recognises the values of one run. All bytes but the time follow from the run, the producer and the sequence, so that
 * readers check every byte and nobody remembers any.
 *
 * <pre>
 *  0        5          8              16             24                    recordBytes
 *  | run id | producer | sequence     | time sent    | random bytes ...    |
 * </pre>
 *
 * All numbers are big-endian. The random bytes are a piece of a pool that begins where that of the producer's previous record
 * ended, so that a batch has none twice and can't be compressed. Immutable.
 */
public final class Values {
    /** Producers are numbered from 0 to below this. */
    public static final int MAX_PRODUCERS = 1 << 24;

    /** Run ids go from 0 to below this. */
    public static final long MAX_RUN_ID = 1L << 40;

    /** Sequences go from 0 to below this: as many as a reader can remember. */
    public static final int MAX_SEQUENCE = Integer.MAX_VALUE;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int PRODUCER_BITS = 24;
    private static final int SEQUENCE = 8;
    private static final int TIME = 16;
    private static final int RANDOM = 24;
    private static final int POOL_BYTES = 8 << 20;
    /** Odd, so that producers begin at different places of the pool. */
    private static final long PRODUCER_STEP = 1_000_003;

    private final long runId;
    private final int recordBytes;
    private final byte[] pool;
    private final byte[][] keys;

    /** Of a run, which has values of one size and producers with so many keys each. */
    public Values(long runId, int recordBytes, int keys) {
        if (runId < 0 || runId >= MAX_RUN_ID) {
            throw new IllegalArgumentException("run id is " + runId + "; it goes from 0 to below " + MAX_RUN_ID);
        }
        this.runId = runId;
        this.recordBytes = recordBytes;
        this.pool = new byte[POOL_BYTES + recordBytes];
        new SplittableRandom(runId).nextBytes(pool);
        this.keys = new byte[keys][];
        for (int key = 0; key < keys; key++) {
            this.keys[key] = ("key-" + key).getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Of the run that wrote this. */
    public static Values of(Written written) {
        return new Values(written.runId(), written.recordBytes(), written.keys());
    }

    /** A new value. */
    public byte[] make(int producer, long sequence, long timeNanos) {
        byte[] value = new byte[recordBytes];
        LONG.set(value, 0, runId << PRODUCER_BITS | producer);
        LONG.set(value, SEQUENCE, sequence);
        LONG.set(value, TIME, timeNanos);
        System.arraycopy(pool, poolPosition(producer, sequence), value, RANDOM, recordBytes - RANDOM);
        return value;
    }

    /** The key of a record; null if there are no keys. The array is shared. */
    public byte @Nullable [] key(int producer, long sequence) {
        return keys.length == 0 ? null : keys[keyNumber(producer, sequence)];
    }

    /** Which of its producer's keys a record has, from 0; 0 also if there are no keys. */
    int keyNumber(int producer, long sequence) {
        return keys.length < 2
                ? 0
                : (int) Long.remainderUnsigned(mix(sequence + producer * PRODUCER_STEP), keys.length);
    }

    /** Whether a value says that it is of this run; all else about it may be wrong. */
    boolean isOurs(byte[] value) {
        return value.length >= Long.BYTES && (long) LONG.get(value, 0) >>> PRODUCER_BITS == runId;
    }

    /** Whether a value of this run has all bytes that it was sent with; the time can't be told. */
    boolean isWhole(byte[] value) {
        if (value.length != recordBytes) {
            return false;
        }
        int position = poolPosition(producer(value), sequence(value));
        return Arrays.equals(value, RANDOM, recordBytes, pool, position, position + recordBytes - RANDOM);
    }

    /** The producer of a whole value. */
    static int producer(byte[] value) {
        return (int) ((long) LONG.get(value, 0) & MAX_PRODUCERS - 1);
    }

    /** The sequence of a whole value. */
    static long sequence(byte[] value) {
        return (long) LONG.get(value, SEQUENCE);
    }

    /** The time of a whole value, by {@link System#nanoTime} of the process that sent it. */
    public static long timeNanos(byte[] value) {
        return (long) LONG.get(value, TIME);
    }

    /** What a record adds to the checksum of a run; wraps around. */
    public static long checksum(int producer, long sequence, long timeNanos) {
        return mix(mix(sequence * MAX_PRODUCERS + producer) ^ timeNanos);
    }

    /** Which record a value of a run says it is. */
    static String describe(byte[] value) {
        return value.length < RANDOM
                ? "one of " + value.length + " bytes"
                : "record " + sequence(value) + " of producer " + producer(value);
    }

    private int poolPosition(int producer, long sequence) {
        return (int) (sequence * (recordBytes - RANDOM) + producer * PRODUCER_STEP & POOL_BYTES - 1);
    }

    /** Steele's and Vigna's finaliser of SplitMix64: every bit of the input changes half of those of the result. */
    static long mix(long bits) {
        long mixed = bits + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
