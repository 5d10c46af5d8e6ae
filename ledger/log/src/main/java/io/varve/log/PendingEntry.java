/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.EntryHeader;
import org.jspecify.annotations.Nullable;

/**
 * A finished entry that isn't confirmed. Its bytes never change, also when it is sent again to another ledger: nothing in them
 * names a place.
 */
final class PendingEntry {
    final EntryHeader header;
    final ByteBuf bytes;
    final int size;

    @Nullable
    OpenLedger ledger;

    long entryId = -1;
    long sentNanos;

    /** Takes ownership of {@code bytes}. */
    PendingEntry(EntryHeader header, ByteBuf bytes) {
        this.header = header;
        this.bytes = bytes;
        this.size = bytes.readableBytes();
    }

    long firstSequence() {
        return header.firstSequence();
    }

    long endSequence() {
        return header.endSequence();
    }
}
