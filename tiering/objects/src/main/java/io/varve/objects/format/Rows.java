/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Tables of rows of one size: {rowBytes u16, reserved u16 = 0, count u32, rows}. A reader takes the fields that it knows of
 * each row and skips what a newer writer put behind them.
 */
final class Rows {
    static final int HEADER_BYTES = 8;

    private Rows() {}

    static <T> void encode(ByteBuf out, int rowBytes, List<T> rows, BiConsumer<T, ByteBuf> row) {
        out.writeShort(rowBytes).writeShort(0).writeInt(rows.size());
        rows.forEach(item -> row.accept(item, out));
    }

    static <T> List<T> read(ByteBuf in, int knownBytes, Function<ByteBuf, T> row) {
        int rowBytes = in.readUnsignedShort();
        readReserved(in, 2);
        long count = in.readUnsignedInt();
        if (rowBytes < knownBytes || count * rowBytes != in.readableBytes()) {
            throw new StoreException.Damaged(
                    "table of " + count + " rows of " + rowBytes + " bytes (at least " + knownBytes + ") in "
                            + in.readableBytes() + " bytes",
                    null);
        }
        List<T> rows = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            rows.add(row.apply(in.readSlice(rowBytes)));
        }
        return List.copyOf(rows);
    }

    /** Reserved bytes are zero, so that a later version can give them a meaning that this one refuses. */
    static void readReserved(ByteBuf in, int bytes) {
        for (int i = 0; i < bytes; i++) {
            int value = in.readUnsignedByte();
            if (value != 0) {
                throw new StoreException.Damaged("reserved byte is " + value + ", not 0", null);
            }
        }
    }
}
