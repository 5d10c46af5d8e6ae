/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.partition;

/**
 * Which partition a key belongs to: {@code toPositive(murmur2(key)) mod n}, as in Kafka's clients. Keys are where they are for
 * as long as their topic keeps its number of partitions, so this never changes. Source: MurmurHash2 by Austin Appleby, 32-bit,
 * seed 0x9747b28c.
 */
public final class KeyPartitioner {
    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;
    private static final int R = 24;

    private KeyPartitioner() {}

    /** The partition, from 0 to {@code partitions - 1}, of a key; {@code partitions} is at least 1, the key may be empty. */
    public static int partition(byte[] key, int partitions) {
        return (murmur2(key) & Integer.MAX_VALUE) % partitions;
    }

    static int murmur2(byte[] bytes) {
        int length = bytes.length;
        int hash = SEED ^ length;
        int whole = length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int k = (bytes[i] & 0xff)
                    | ((bytes[i + 1] & 0xff) << 8)
                    | ((bytes[i + 2] & 0xff) << 16)
                    | ((bytes[i + 3] & 0xff) << 24);
            k *= M;
            k ^= k >>> R;
            k *= M;
            hash = (hash * M) ^ k;
        }
        if (length > whole) {
            for (int i = length - 1; i >= whole; i--) {
                hash ^= (bytes[i] & 0xff) << (8 * (i - whole));
            }
            hash *= M;
        }
        hash ^= hash >>> 13;
        hash *= M;
        return hash ^ (hash >>> 15);
    }
}
