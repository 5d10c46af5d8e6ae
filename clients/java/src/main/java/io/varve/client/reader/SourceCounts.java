/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

import io.varve.protocol.wire.Source;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts records and bytes by where the broker had them. */
final class SourceCounts {
    private static final int SOURCES = 3;

    private final AtomicLongArray records = new AtomicLongArray(SOURCES);
    private final AtomicLongArray bytes = new AtomicLongArray(SOURCES);

    void delivered(Source source, long count) {
        records.addAndGet(index(source), count);
    }

    void taken(Source source, long count) {
        bytes.addAndGet(index(source), count);
    }

    ReadCounters counters() {
        return new ReadCounters(
                records.get(0), bytes.get(0), records.get(1), bytes.get(1), records.get(2), bytes.get(2));
    }

    private static int index(Source source) {
        return switch (source) {
            case SOURCE_LEDGER -> 1;
            case SOURCE_OBJECT -> 2;
            // A source that a later version adds can't be an object.
            case SOURCE_TAIL, UNRECOGNIZED -> 0;
        };
    }
}
