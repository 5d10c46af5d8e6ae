/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;

/**
 * The image of one section at this record's own sequence, or a part of it when it exceeds a record's bound.
 *
 * @param key which section
 * @param version of the image's format
 * @param part from 0
 * @param parts at least 1; the parts of an image are appended without another record of that section between them
 * @param image borrowed; of a decoded record it is a slice of the body
 */
public record SnapshotSection(SectionKey key, int version, int part, int parts, ByteBuf image) implements RecordBody {
    /** Bytes of a record beside the image. */
    public static final int OVERHEAD_BYTES = 42 + 1 + 2 + 2;

    @Override
    public RecordType type() {
        return RecordType.SNAPSHOT_SECTION;
    }

    @Override
    public void encode(ByteBuf out) {
        key.encode(out);
        out.writeByte(version).writeShort(part).writeShort(parts);
        out.writeBytes(image, image.readerIndex(), image.readableBytes());
    }

    /** Reads a body; see {@link RecordBody}. */
    public static SnapshotSection decode(ByteBuf body) {
        return Fields.decode(
                RecordType.SNAPSHOT_SECTION,
                body,
                in -> new SnapshotSection(
                        SectionKey.read(in),
                        in.readUnsignedByte(),
                        in.readUnsignedShort(),
                        in.readUnsignedShort(),
                        in.slice()));
    }
}
