/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The fixed 72 bytes at the start of every entry. They say whose entry it is, so that a ledger describes itself; byte drawing
 * in docs/formats.md, "Entry".
 *
 * @param clusterHash {@link #clusterHash} of the cluster
 * @param shard the shard
 * @param incarnation the shard's incarnation
 * @param epoch of the claim under which it was written
 * @param firstSequence log sequence of its first record
 * @param recordCount at least 1
 * @param appendTimeMs the writer's clock when its first record was appended, never below the entry before
 * @param snapshotEndSequence sequence of the last SNAPSHOT_END before this entry, -1 if there is none
 * @param confirmedEnd one above the last sequence that the writer knew to be confirmed
 * @param featureLevel highest feature level that the records need
 * @param bodyBytes bytes after the header
 */
public record EntryHeader(
        int clusterHash,
        int shard,
        int incarnation,
        int epoch,
        long firstSequence,
        int recordCount,
        long appendTimeMs,
        long snapshotEndSequence,
        long confirmedEnd,
        int featureLevel,
        int bodyBytes) {
    /** Bytes of a header. */
    public static final int BYTES = 72;
    /** The feature level of this code. */
    public static final int FEATURE_LEVEL = 1;

    static final int CRC_POSITION = 68;

    /** "VRVE". */
    private static final int MAGIC = 0x56525645;

    private static final int VERSION = 1;

    /** Sequence after the entry's last record. */
    public long endSequence() {
        return firstSequence + recordCount;
    }

    /** The same with other counts. */
    EntryHeader with(int recordCount, int bodyBytes) {
        return new EntryHeader(
                clusterHash,
                shard,
                incarnation,
                epoch,
                firstSequence,
                recordCount,
                appendTimeMs,
                snapshotEndSequence,
                confirmedEnd,
                featureLevel,
                bodyBytes);
    }

    /** The 32 bits of a cluster's id that entries carry: CRC32C of its text. */
    public static int clusterHash(String clusterId) {
        CRC32C crc = new CRC32C();
        crc.update(clusterId.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** Writes all but the checksum to the first bytes of {@code entry}, which is borrowed. */
    void write(ByteBuf entry, int index) {
        entry.setInt(index, MAGIC);
        entry.setByte(index + 4, VERSION);
        entry.setByte(index + 5, 0);
        entry.setShort(index + 6, BYTES);
        entry.setInt(index + 8, clusterHash);
        entry.setInt(index + 12, shard);
        entry.setInt(index + 16, incarnation);
        entry.setInt(index + 20, epoch);
        entry.setLong(index + 24, firstSequence);
        entry.setInt(index + 32, recordCount);
        entry.setLong(index + 36, appendTimeMs);
        entry.setLong(index + 44, snapshotEndSequence);
        entry.setLong(index + 52, confirmedEnd);
        entry.setShort(index + 60, featureLevel);
        entry.setShort(index + 62, 0);
        entry.setInt(index + 64, bodyBytes);
    }

    /** Reads a header at the reader index of {@code entry}, which is borrowed; its checksum is {@link Entry#decode}'s to check. */
    static EntryHeader read(ByteBuf entry) {
        int index = entry.readerIndex();
        if (entry.readableBytes() < BYTES) {
            throw damaged("has " + entry.readableBytes() + " bytes, its header needs " + BYTES);
        }
        if (entry.getInt(index) != MAGIC) {
            throw damaged(
                    "begins with " + Integer.toHexString(entry.getInt(index)) + ", not with the magic of an entry");
        }
        if (entry.getUnsignedByte(index + 4) != VERSION || entry.getUnsignedShort(index + 6) != BYTES) {
            throw damaged("is of version " + entry.getUnsignedByte(index + 4) + " with a header of "
                    + entry.getUnsignedShort(index + 6) + " bytes; this broker reads version " + VERSION + " only");
        }
        EntryHeader header = new EntryHeader(
                entry.getInt(index + 8),
                entry.getInt(index + 12),
                entry.getInt(index + 16),
                entry.getInt(index + 20),
                entry.getLong(index + 24),
                entry.getInt(index + 32),
                entry.getLong(index + 36),
                entry.getLong(index + 44),
                entry.getLong(index + 52),
                entry.getUnsignedShort(index + 60),
                entry.getInt(index + 64));
        if (header.bodyBytes != entry.readableBytes() - BYTES) {
            throw damaged("has " + (entry.readableBytes() - BYTES) + " bytes of records, its header says "
                    + header.bodyBytes);
        }
        if (entry.getByte(index + 5) != 0 || entry.getShort(index + 62) != 0) {
            throw damaged("has reserved bits set in its header");
        }
        if (header.recordCount < 1 || header.firstSequence < 0) {
            throw damaged("claims " + header.recordCount + " records from sequence " + header.firstSequence);
        }
        return header;
    }

    private static StoreException.Damaged damaged(String what) {
        return new StoreException.Damaged(what, null);
    }
}
