/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.log.record.RecordBody;
import io.varve.log.record.SectionKey;
import io.varve.log.record.SnapshotBegin;
import io.varve.log.record.SnapshotEnd;
import io.varve.log.record.SnapshotSection;
import java.util.ArrayDeque;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes one snapshot, a bounded piece at a time, among ordinary records; see {@link SnapshotReader} for what that means. The END
 * record's CRC is CRC-32C over the images in their order. Owned by the shard's loop.
 */
public final class SnapshotWriter {
    private static final int IMAGE_VERSION = 1;
    private static final int PART_BYTES = RecordBody.MAX_BYTES - SnapshotSection.OVERHEAD_BYTES;

    /** Where the records go. */
    @FunctionalInterface
    public interface Log {
        /** Appends a record and returns its sequence. */
        long append(RecordBody record);
    }

    private final ShardState state;
    private final Log log;
    private final long id;
    private final long beginSequence;
    private final ArrayDeque<SectionKey> left;
    private final CRC32C crc = new CRC32C();
    private int written;
    private long bytes;

    /**
     * Begins a snapshot.
     *
     * @param log appends a record and returns its sequence
     * @param id larger than that of every snapshot before
     * @param previousId id of the last complete snapshot, 0 = none that this owner wrote
     */
    public SnapshotWriter(ShardState state, Log log, long id, long previousId) {
        this.state = state;
        this.log = log;
        this.id = id;
        this.left = new ArrayDeque<>(state.sections());
        this.beginSequence = log.append(new SnapshotBegin(id, SnapshotBegin.Kind.FULL, previousId));
        // The shard's own section goes first, so that no record for it is skipped at replay for long.
        writeSection();
    }

    /**
     * Writes sections until {@code budgetBytes} of images are written or none is left.
     *
     * @return whether the snapshot is complete
     */
    public boolean writeSome(int budgetBytes) {
        long stop = bytes + budgetBytes;
        while (!left.isEmpty() && bytes < stop) {
            writeSection();
        }
        if (left.isEmpty()) {
            log.append(new SnapshotEnd(id, beginSequence, written, (int) crc.getValue(), List.of()));
            return true;
        }
        return false;
    }

    private void writeSection() {
        SectionKey key = left.remove();
        ByteBuf image = Unpooled.buffer();
        if (!state.encode(key, image)) {
            return;
        }
        crc.update(image.nioBuffer());
        bytes += image.readableBytes();
        written++;
        int parts = Math.max(1, (image.readableBytes() + PART_BYTES - 1) / PART_BYTES);
        for (int part = 0; part < parts; part++) {
            ByteBuf slice = image.readSlice(Math.min(PART_BYTES, image.readableBytes()));
            log.append(new SnapshotSection(key, IMAGE_VERSION, part, parts, slice));
        }
    }

    /** Id of the snapshot. */
    public long id() {
        return id;
    }

    /** Sequence of its BEGIN record. */
    public long beginSequence() {
        return beginSequence;
    }

    /** Bytes of images written so far. */
    public long bytes() {
        return bytes;
    }
}
