/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

/** Records and bytes from one source. Written by the replay's thread, read by others. */
final class Count {
    private volatile long records;
    private volatile long bytes;

    Count(long records, long bytes) {
        this.records = records;
        this.bytes = bytes;
    }

    void add(long recordBytes) {
        set(records + 1, bytes + recordBytes);
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    private void set(long newRecords, long newBytes) {
        records = newRecords;
        bytes = newBytes;
    }
}
