/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.nio.ByteBuffer;
import java.util.UUID;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/** The hashes that stored placements rest on; they never change. */
final class Hashes {
    private static final long SEED = 0;
    /** Pure Java: inputs are short, and no native library has to load for them. */
    private static final XXHash64 XX_HASH = XXHashFactory.fastestJavaInstance().hash64();

    private Hashes() {}

    /** xxHash64 with seed 0. */
    static long xxHash64(byte[] bytes) {
        return XX_HASH.hash(bytes, 0, bytes.length, SEED);
    }

    /** xxHash64 with seed 0 without its highest bit: 0 to 2^63-1, so that it reads the same in every language and in JSON. */
    static long nonNegative(byte[] bytes) {
        return xxHash64(bytes) & Long.MAX_VALUE;
    }

    /** The 16 bytes of a UUID, big-endian. */
    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
