/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record of a batch. Its arrays are its own, apart from the batch's buffer, and are not copied again: don't change them. */
@SuppressWarnings("JavaLangClash") // The domain's own word; java.lang.Record is never named in code.
public final class Record {
    private final long offset;
    private final long timestamp;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final List<RecordHeader> headers;

    /** A record; {@code timestamp} in milliseconds since 1970 UTC. */
    public Record(
            long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<RecordHeader> headers) {
        this.offset = offset;
        this.timestamp = timestamp;
        this.key = key;
        this.value = value;
        this.headers = List.copyOf(headers);
    }

    /** Its place in the partition. */
    public long offset() {
        return offset;
    }

    /** The producer's time of the event, milliseconds since 1970 UTC. */
    public long timestamp() {
        return timestamp;
    }

    /** The key, or null; not a copy. */
    public byte @Nullable [] key() {
        return key;
    }

    /** The value, or null (a deletion in a compacted topic); not a copy. */
    public byte @Nullable [] value() {
        return value;
    }

    /** Headers in the order in which they were added; immutable. */
    public List<RecordHeader> headers() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Record that
                && offset == that.offset
                && timestamp == that.timestamp
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(offset) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Record[offset=" + offset + ", timestamp=" + timestamp + ", key=" + length(key) + ", value="
                + length(value) + ", headers=" + headers + "]";
    }

    private static String length(byte @Nullable [] bytes) {
        return bytes == null ? "null" : bytes.length + " bytes";
    }
}
