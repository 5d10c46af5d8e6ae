/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;

/**
 * What the log said about a batch besides its bytes (delivery time, priority and so on), kept as it was. Section SIDE_DATA is
 * {count u32} and then for each, in the order of the data, {directory row u32, base offset i64, length u16, bytes}.
 *
 * @param row index of the batch's directory row
 * @param baseOffset the batch's base offset
 * @param items the items as the log has them; a view of the section
 */
public record SideDataRow(int row, long baseOffset, ByteBuf items) {
    static final int HEADER_BYTES = 4 + 8 + 2;
    static final int MAX_ITEM_BYTES = 0xFFFF;

    static SideDataRow read(ByteBuf in) {
        return new SideDataRow(in.readInt(), in.readLong(), in.readSlice(in.readUnsignedShort()));
    }
}
