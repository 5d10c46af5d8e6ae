/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of bytes into lines at each line feed, which isn't part of them; nothing else is changed. */
final class LineSource {
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int next;
    private int end;
    private long lines;

    /** Reads {@code in}; lines have at most {@code maxBytes}. */
    LineSource(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** Lines read so far, those too long included. */
    long lines() {
        return lines;
    }

    /**
     * The next line, or null after the last one, which needs no line feed.
     *
     * @throws VarveException RECORD_TOO_LARGE if it is longer than the bound; it is skipped, and the one after it can be read
     */
    byte @Nullable [] next() throws IOException {
        line.reset();
        long bytes = 0;
        boolean begun = false;
        boolean ended = false;
        while (!ended && fill()) {
            begun = true;
            int feed = indexOfFeed();
            bytes += feed - next;
            if (bytes <= maxBytes) {
                line.write(buffer, next, feed - next);
            }
            ended = feed < end;
            next = feed + 1;
        }
        if (!begun) {
            return null;
        }
        lines++;
        if (bytes > maxBytes) {
            throw new VarveException(
                    ErrorCode.RECORD_TOO_LARGE,
                    "line " + lines + " has " + bytes + " bytes; a line has at most " + maxBytes);
        }
        return line.toByteArray();
    }

    private boolean fill() throws IOException {
        if (next >= end) {
            next = 0;
            end = in.read(buffer);
        }
        return end > 0;
    }

    /** Where the next line feed is, or the buffer's end. */
    private int indexOfFeed() {
        int index = next;
        while (index < end && buffer[index] != '\n') {
            index++;
        }
        return index;
    }
}
