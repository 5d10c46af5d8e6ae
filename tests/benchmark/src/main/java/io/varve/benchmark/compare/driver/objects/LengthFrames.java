/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.objects;

import io.varve.bench.driver.RecordSink;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Takes records, each behind its length in four bytes, out of a run of bytes that comes in pieces. */
final class LengthFrames {
    private byte[] rest = {};

    /** Gives the sink what is complete with these bytes; returns how many records. */
    int add(byte[] more, RecordSink sink) {
        byte[] all = more;
        if (rest.length > 0) {
            all = Arrays.copyOf(rest, rest.length + more.length);
            System.arraycopy(more, 0, all, rest.length, more.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(all);
        int count = 0;
        while (bytes.remaining() >= Integer.BYTES
                && bytes.remaining() - Integer.BYTES >= bytes.getInt(bytes.position())) {
            byte[] value = new byte[bytes.getInt()];
            bytes.get(value);
            sink.record(value);
            count++;
        }
        rest = Arrays.copyOfRange(all, bytes.position(), all.length);
        return count;
    }
}
