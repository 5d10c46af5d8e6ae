/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.log.record.Entry;
import io.varve.log.record.EntryBuilder;
import io.varve.log.record.EntryHeader;
import io.varve.log.record.RecordType;

/** Entries of some size, which hold nobody's batches. */
final class Entries {
    private Entries() {}

    /** The caller releases it. */
    static Entry entry(long ledgerId, long entryId, int bodyBytes) {
        return entry(ledgerId, entryId, RecordType.TIERED, bodyBytes);
    }

    private static Entry entry(long ledgerId, long entryId, RecordType type, int bodyBytes) {
        ByteBuf body = Unpooled.buffer(bodyBytes).writeZero(bodyBytes);
        try (EntryBuilder builder = new EntryBuilder(UnpooledByteBufAllocator.DEFAULT)) {
            builder.append(type, 0, body);
            EntryBuilder.Finished finished =
                    builder.finish(new EntryHeader(0, 0, 0, 1, entryId, 0, 1, 0, 0, EntryHeader.FEATURE_LEVEL, 0));
            return Entry.written(ledgerId, entryId, finished.header(), finished.bytes());
        } finally {
            body.release();
        }
    }

    /** One whose batch has no records. The caller releases it. */
    static Entry damaged(long ledgerId, long entryId) {
        return entry(ledgerId, entryId, RecordType.BATCH, 100);
    }

    /** The caller releases it, as a part of what it gives it to. */
    static EntryView view(long ledgerId, long entryId, int bodyBytes) {
        Entry entry = entry(ledgerId, entryId, bodyBytes);
        try {
            return new EntryView(entry);
        } finally {
            entry.release();
        }
    }
}
