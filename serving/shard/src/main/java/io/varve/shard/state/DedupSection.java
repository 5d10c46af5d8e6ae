/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.IdHash;
import io.varve.protocol.error.StoreException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Message ids that a partition saw one after the other, and the offsets of their records: one slice of a window. Entries lie in the
 * order of their arrival, so that an image doesn't depend on how the table of their places grew (I10).
 */
public final class DedupSection {
    /** Bound on the ids of a section: its image has less than 1 MiB. */
    public static final int MAX_IDS = 32_768;

    /** What an object of this kind takes besides its arrays, with its place in a window. */
    private static final int OBJECT_BYTES = 200;

    private static final int VERSION = 1;
    private static final int LONGS = 3;
    private static final int FIRST_IDS = 8;

    /** Memory of a section that has just begun. */
    public static final long LEAST_BYTES = bytes(FIRST_IDS);

    private long firstAppendMs;
    private long lastAppendMs;
    private int count;

    /** {hash high, hash low, offset} of each. */
    private long[] entries = new long[FIRST_IDS * LONGS];

    /** By the hash's low bits and linear probing: place of an entry plus one, 0 = free. At most half of it is in use. */
    private int[] places = new int[FIRST_IDS * 2];

    /** How many ids there are. */
    public int count() {
        return count;
    }

    /** Memory that it takes. */
    public long bytes() {
        return bytes(entries.length / LONGS);
    }

    /** How much more memory it takes with one id more. */
    public long growthBytes() {
        return count * LONGS == entries.length ? bytes(2 * count) - bytes(count) : 0;
    }

    /** Of a section with room for so many ids. */
    private static long bytes(int ids) {
        return OBJECT_BYTES + (long) ids * (LONGS * Long.BYTES + 2 * Integer.BYTES);
    }

    /** Append time of the first one, ms since the epoch. */
    public long firstAppendMs() {
        return firstAppendMs;
    }

    /** Append time of the last one, ms since the epoch. */
    public long lastAppendMs() {
        return lastAppendMs;
    }

    /** Offset of the record with this id, if it is here. */
    public OptionalLong offset(IdHash id) {
        for (int at = home(id.low()); places[at] != 0; at = next(at)) {
            int entry = (places[at] - 1) * LONGS;
            if (entries[entry] == id.high() && entries[entry + 1] == id.low()) {
                return OptionalLong.of(entries[entry + 2]);
            }
        }
        return OptionalLong.empty();
    }

    void add(IdHash id, int index, long offset, long appendMs) {
        if (index != count || count == MAX_IDS) {
            throw new StoreException.Damaged(
                    "a section of message ids holds " + count + " of at most " + MAX_IDS
                            + ", the log goes on with number " + index,
                    null);
        }
        if (count == 0) {
            firstAppendMs = appendMs;
        }
        lastAppendMs = appendMs;
        add(id.high(), id.low(), offset);
    }

    private void add(long high, long low, long offset) {
        if (count * LONGS == entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
            places = new int[places.length * 2];
            for (int i = 0; i < count; i++) {
                place(i);
            }
        }
        int entry = count * LONGS;
        entries[entry] = high;
        entries[entry + 1] = low;
        entries[entry + 2] = offset;
        place(count);
        count++;
    }

    private void place(int index) {
        int at = home(entries[index * LONGS + 1]);
        while (places[at] != 0) {
            at = next(at);
        }
        places[at] = index + 1;
    }

    private int home(long low) {
        return (int) low & (places.length - 1);
    }

    private int next(int at) {
        return (at + 1) & (places.length - 1);
    }

    void encode(ByteBuf out) {
        out.writeByte(VERSION);
        out.writeLong(firstAppendMs);
        out.writeLong(lastAppendMs);
        out.writeInt(count);
        for (int i = 0; i < count * LONGS; i++) {
            out.writeLong(entries[i]);
        }
    }

    static DedupSection decode(ByteBuf in) {
        SectionImages.requireVersion("message ids", in.readUnsignedByte(), VERSION);
        DedupSection section = new DedupSection();
        section.firstAppendMs = in.readLong();
        section.lastAppendMs = in.readLong();
        int ids = in.readInt();
        SectionImages.requireAtMost("message ids of a section", ids, MAX_IDS);
        for (int i = 0; i < ids; i++) {
            section.add(in.readLong(), in.readLong(), in.readLong());
        }
        return section;
    }
}
