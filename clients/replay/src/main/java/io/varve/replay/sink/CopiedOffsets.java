/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.sink;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Which records a target has copies of: a bit each. For one thread. */
public final class CopiedOffsets {
    private static final int CHUNK_BITS = 16;
    private static final int IN_CHUNK = (1 << CHUNK_BITS) - 1;

    private final Map<Chunk, BitSet> chunks = new HashMap<>();
    private long size;

    private record Chunk(int partition, long number) {}

    /** Adds a record; it may be there. */
    public void add(int partition, long offset) {
        BitSet chunk = chunks.computeIfAbsent(chunk(partition, offset), unused -> new BitSet());
        if (!chunk.get(bit(offset))) {
            chunk.set(bit(offset));
            size++;
        }
    }

    /** Removes a record; whether it was there. */
    public boolean remove(int partition, long offset) {
        if (size == 0) {
            return false;
        }
        BitSet chunk = chunks.get(chunk(partition, offset));
        if (chunk == null || !chunk.get(bit(offset))) {
            return false;
        }
        chunk.clear(bit(offset));
        size--;
        return true;
    }

    /** How many there are. */
    public long size() {
        return size;
    }

    private static Chunk chunk(int partition, long offset) {
        return new Chunk(partition, offset >>> CHUNK_BITS);
    }

    private static int bit(long offset) {
        return (int) offset & IN_CHUNK;
    }
}
