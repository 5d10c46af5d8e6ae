/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.StoreException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A checked entry and the buffer that holds it. Iterating gives its records without copying; records of a type that this
 * code doesn't know and needn't are left out. Holds one reference to the buffer: whoever owns the entry releases it.
 */
public final class Entry implements Iterable<LogRecord> {
    private final long ledgerId;
    private final long entryId;
    private final EntryHeader header;
    private final ByteBuf bytes;
    private final int skippedRecords;

    private Entry(long ledgerId, long entryId, EntryHeader header, ByteBuf bytes, int skippedRecords) {
        this.ledgerId = ledgerId;
        this.entryId = entryId;
        this.header = header;
        this.bytes = bytes;
        this.skippedRecords = skippedRecords;
    }

    /**
     * Checks header, lengths, checksum and that every record can be read. Throws
     * {@link io.varve.protocol.error.StoreException.Damaged} otherwise, also for a record that needs a newer broker.
     *
     * @param bytes takes ownership, also on failure
     */
    public static Entry decode(long ledgerId, long entryId, ByteBuf bytes) {
        try {
            EntryHeader header = EntryHeader.read(bytes);
            int skipped = check(header, bytes);
            return new Entry(ledgerId, entryId, header, bytes, skipped);
        } catch (StoreException.Damaged e) {
            bytes.release();
            throw new StoreException.Damaged("entry " + entryId + " of ledger " + ledgerId + " " + e.getMessage(), e);
        }
    }

    /**
     * An entry that this process encoded itself, so it isn't checked again.
     *
     * @param bytes takes ownership
     */
    public static Entry written(long ledgerId, long entryId, EntryHeader header, ByteBuf bytes) {
        return new Entry(ledgerId, entryId, header, bytes, 0);
    }

    private static int check(EntryHeader header, ByteBuf bytes) {
        EntryChecksum checksum = new EntryChecksum(bytes);
        RecordCursor cursor = new RecordCursor(bytes);
        int records = 0;
        int skipped = 0;
        String unsupported = null;
        while (cursor.advance()) {
            checksum.add(cursor);
            if (cursor.type() == null) {
                skipped++;
                if ((cursor.flags & LogRecord.MUST_UNDERSTAND) != 0) {
                    unsupported = "has a record of type " + cursor.typeNumber + " version " + cursor.version
                            + " at sequence " + (header.firstSequence() + records)
                            + ", which this broker must understand and doesn't: it needs a newer version of the software";
                }
            }
            records++;
        }
        int expected = bytes.getInt(bytes.readerIndex() + EntryHeader.CRC_POSITION);
        if (checksum.value() != expected) {
            throw new StoreException.Damaged(
                    "has checksum " + Integer.toHexString(checksum.value()) + ", its header says "
                            + Integer.toHexString(expected),
                    null);
        }
        if (records != header.recordCount()) {
            throw new StoreException.Damaged(
                    "has " + records + " records, its header says " + header.recordCount(), null);
        }
        if (unsupported != null) {
            throw new StoreException.Damaged(unsupported, null);
        }
        return skipped;
    }

    /** Ledger that it is in. */
    public long ledgerId() {
        return ledgerId;
    }

    /** Its id in the ledger. */
    public long entryId() {
        return entryId;
    }

    /** Its decoded header. */
    public EntryHeader header() {
        return header;
    }

    /** The whole entry, header included; borrowed. */
    public ByteBuf bytes() {
        return bytes;
    }

    /** Records that iteration leaves out, because this code doesn't know them and needn't. */
    public int skippedRecords() {
        return skippedRecords;
    }

    /** Takes one more reference to the buffer. */
    public Entry retain() {
        bytes.retain();
        return this;
    }

    /** Gives up one reference to the buffer. */
    public void release() {
        bytes.release();
    }

    /** The records in order; their bodies are borrowed from this entry. */
    @Override
    public Iterator<LogRecord> iterator() {
        return new Records();
    }

    private final class Records implements Iterator<LogRecord> {
        private final RecordCursor cursor = new RecordCursor(bytes);
        private long sequence = header.firstSequence() - 1;
        private boolean more = advance();

        private boolean advance() {
            while (cursor.advance()) {
                sequence++;
                if (cursor.type() != null) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean hasNext() {
            return more;
        }

        @Override
        public LogRecord next() {
            RecordType type = cursor.type();
            if (!more || type == null) {
                throw new NoSuchElementException(
                        "entry " + entryId + " of ledger " + ledgerId + " has no more records");
            }
            LogRecord record = new LogRecord(
                    sequence,
                    type,
                    cursor.flags,
                    cursor.version,
                    bytes.slice(cursor.bodyIndex, cursor.bodyBytes),
                    ledgerId,
                    entryId,
                    header.epoch(),
                    header.appendTimeMs());
            more = advance();
            return record;
        }
    }
}
