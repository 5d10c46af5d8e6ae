/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC32C of an entry: its header up to the checksum, then all bytes of its records except record batches, which carry their
 * own and make up nearly all of the bytes.
 */
final class EntryChecksum {
    private final ByteBuffer bytes;
    private final int readerIndex;
    private final CRC32C crc = new CRC32C();

    /** Borrows {@code entry}; starts with its header. */
    EntryChecksum(ByteBuf entry) {
        bytes = entry.nioBuffer();
        readerIndex = entry.readerIndex();
        update(readerIndex, EntryHeader.CRC_POSITION);
    }

    void add(RecordCursor record) {
        update(record.start, record.checkedBytes());
    }

    int value() {
        return (int) crc.getValue();
    }

    private void update(int index, int length) {
        int position = index - readerIndex;
        bytes.limit(position + length).position(position);
        crc.update(bytes);
    }
}
