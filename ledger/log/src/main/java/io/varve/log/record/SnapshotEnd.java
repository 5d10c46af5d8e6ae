/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * The snapshot is complete: a replay starts at its BEGIN.
 *
 * @param id of the snapshot
 * @param beginSequence sequence of its {@link SnapshotBegin}
 * @param sectionCount sections of the state that it describes
 * @param crc over the images, as the shard defines it
 * @param directory of an incremental snapshot: the sections that stand before BEGIN; empty when all were written after it
 */
public record SnapshotEnd(long id, long beginSequence, int sectionCount, int crc, List<Row> directory)
        implements RecordBody {
    /**
     * Where an unchanged section's image is.
     *
     * @param key which section
     * @param sequence of its SNAPSHOT_SECTION record, or of the first of its parts
     */
    public record Row(SectionKey key, long sequence) {}

    public SnapshotEnd {
        directory = List.copyOf(directory);
    }

    @Override
    public RecordType type() {
        return RecordType.SNAPSHOT_END;
    }

    @Override
    public void encode(ByteBuf out) {
        out.writeLong(id).writeLong(beginSequence).writeInt(sectionCount).writeInt(crc);
        Fields.writeList(out, directory, (to, row) -> {
            row.key.encode(to);
            to.writeLong(row.sequence);
        });
    }

    /** Reads a body; see {@link RecordBody}. */
    public static SnapshotEnd decode(ByteBuf body) {
        return Fields.decode(
                RecordType.SNAPSHOT_END,
                body,
                in -> new SnapshotEnd(
                        in.readLong(),
                        in.readLong(),
                        in.readInt(),
                        in.readInt(),
                        Fields.readList(in, row -> new Row(SectionKey.read(row), row.readLong()))));
    }
}
