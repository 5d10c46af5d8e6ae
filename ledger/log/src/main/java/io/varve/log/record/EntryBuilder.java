/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Fills one entry after the other, copying each record once into the entry's buffer. Not thread-safe. */
public final class EntryBuilder implements AutoCloseable {
    private static final int MIN_CAPACITY = 4 * 1024;
    private static final int MAX_CAPACITY = 1024 * 1024;

    /**
     * An entry that is ready to be stored.
     *
     * @param header as it stands in the bytes
     * @param bytes the whole entry; immutable from here on
     */
    public record Finished(EntryHeader header, ByteBuf bytes) {}

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf slab;
    private int recordCount;
    private int capacity = MIN_CAPACITY;

    /** Takes its buffers from {@code allocator}. */
    public EntryBuilder(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Records so far. */
    public int recordCount() {
        return recordCount;
    }

    /** Bytes of the entry so far, header included; 0 when it has no record. */
    public int bytes() {
        return slab == null ? 0 : slab.readableBytes();
    }

    /** Bytes that a record with a body of so many adds to an entry. */
    public static int recordBytes(int bodyBytes) {
        return RecordCursor.headerBytes(bodyBytes) + bodyBytes;
    }

    /**
     * Appends a record of any type but BATCH.
     *
     * @param body borrowed; at most {@link RecordBody#MAX_BYTES}
     */
    public void append(RecordType type, int flags, ByteBuf body) {
        int bodyBytes = body.readableBytes();
        if (bodyBytes > RecordBody.MAX_BYTES) {
            throw new IllegalArgumentException(
                    type + " record of " + bodyBytes + " bytes exceeds the limit of " + RecordBody.MAX_BYTES);
        }
        ByteBuf out = begin(type, flags, bodyBytes);
        out.writeBytes(body, body.readerIndex(), bodyBytes);
    }

    /**
     * Appends a BATCH record, patching base offset and leader epoch in the copy.
     *
     * @param batch borrowed
     */
    public void appendBatch(BatchRecord fields, int flags, ByteBuf batch) {
        ByteBuf out = begin(RecordType.BATCH, fields.flags(flags), fields.bytes() + batch.readableBytes());
        fields.encode(out, batch);
    }

    private ByteBuf begin(RecordType type, int flags, int bodyBytes) {
        ByteBuf out = slab;
        int needed = recordBytes(bodyBytes);
        if (out == null) {
            out = allocator.buffer(Math.max(capacity, EntryHeader.BYTES + needed));
            out.writeZero(EntryHeader.BYTES);
            slab = out;
        }
        out.ensureWritable(needed);
        RecordCursor.writeHeader(
                out, type, type.mustUnderstand() ? flags | LogRecord.MUST_UNDERSTAND : flags, bodyBytes);
        recordCount++;
        return out;
    }

    /**
     * Ends the entry and starts the next, which is empty. Record count and length of {@code header} are replaced by the true ones.
     *
     * @return the caller releases the bytes
     */
    public Finished finish(EntryHeader header) {
        ByteBuf entry = slab;
        if (entry == null) {
            throw new IllegalStateException("an entry without records");
        }
        EntryHeader full = header.with(recordCount, entry.readableBytes() - EntryHeader.BYTES);
        full.write(entry, entry.readerIndex());
        EntryChecksum checksum = new EntryChecksum(entry);
        RecordCursor cursor = new RecordCursor(entry);
        while (cursor.advance()) {
            checksum.add(cursor);
        }
        entry.setInt(entry.readerIndex() + EntryHeader.CRC_POSITION, checksum.value());
        // The next entry will be about as large as this one.
        capacity = Math.min(MAX_CAPACITY, Math.max(MIN_CAPACITY, entry.readableBytes() + entry.readableBytes() / 8));
        slab = null;
        recordCount = 0;
        return new Finished(full, entry);
    }

    /** Gives up the records that weren't finished. */
    @Override
    public void close() {
        if (slab != null) {
            slab.release();
            slab = null;
            recordCount = 0;
        }
    }
}
