/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import io.varve.chaos.history.ValueId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The bytes of a value: its id, and a filling that follows from it, so that a single wrong bit is noticed. Most have some
 * hundred bytes, a few have many thousand.
 */
final class Value {
    private static final int LEAST_BYTES = 64;
    private static final int USUAL_BYTES = 512;
    private static final int LARGE_BYTES = 24 << 10;
    /** One of so many is large. */
    private static final int LARGE = 200;

    private Value() {}

    static byte[] encode(long id) {
        SplittableRandom random = new SplittableRandom(id);
        int more = random.nextInt(LARGE) == 0 ? LARGE_BYTES : USUAL_BYTES;
        byte[] bytes = new byte[LEAST_BYTES + random.nextInt(more)];
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putLong(0, id);
        return bytes;
    }

    /** The id, or {@link ValueId#NONE} when the bytes aren't those of a value. */
    static long decode(byte[] bytes) {
        if (bytes.length < LEAST_BYTES) {
            return ValueId.NONE;
        }
        long id = ByteBuffer.wrap(bytes).getLong(0);
        return Arrays.equals(bytes, encode(id)) ? id : ValueId.NONE;
    }
}
