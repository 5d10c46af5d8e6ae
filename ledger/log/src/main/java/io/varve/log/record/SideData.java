/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts about a batch that a broker needs without decompressing it, as items {type u8, length u8, value}. Unknown items are
 * kept as they are, so that an old broker hands on what a newer one understands.
 *
 * @param items in the order in which they are written
 */
public record SideData(List<Item> items) {
    /** No side data. */
    public static final SideData NONE = new SideData(List.of());

    /** Item type: i64, earliest delivery in epoch milliseconds. */
    public static final int DELIVER_AT = 1;
    /** Item type: i64, end of life in epoch milliseconds. */
    public static final int EXPIRE_AT = 2;
    /** Item type: u8, priority. */
    public static final int PRIORITY = 3;
    /** Item type: u32, lowest key hash in the batch. */
    public static final int KEY_HASH_MIN = 4;
    /** Item type: u32, highest key hash in the batch. */
    public static final int KEY_HASH_MAX = 5;
    /** Item type: i64, largest record timestamp in epoch milliseconds. */
    public static final int MAX_TIMESTAMP = 6;
    /** Item type: u32, id of the key that the batch is encrypted with. */
    public static final int KEY_ID = 7;
    /** Item type: UTF-8, W3C trace context of the produce request. */
    public static final int TRACEPARENT = 8;
    /** Item type: {@link MessageIdMark}. */
    public static final int MESSAGE_ID = 9;

    public SideData {
        items = List.copyOf(items);
    }

    /** Bytes of all items. */
    int bytes() {
        int bytes = 0;
        for (Item item : items) {
            bytes += 2 + item.value.length;
        }
        return bytes;
    }

    void encode(ByteBuf out) {
        out.writeShort(bytes());
        for (Item item : items) {
            out.writeByte(item.type).writeByte(item.value.length).writeBytes(item.value);
        }
    }

    static SideData decode(ByteBuf in) {
        int length = in.readUnsignedShort();
        if (length == 0) {
            return NONE;
        }
        ByteBuf data = in.readSlice(length);
        List<Item> items = new ArrayList<>();
        while (data.isReadable()) {
            int type = data.readUnsignedByte();
            if (type == 0) {
                throw new StoreException.Damaged("side data item of type 0", null);
            }
            byte[] value = new byte[data.readUnsignedByte()];
            data.readBytes(value);
            items.add(new Item(type, value));
        }
        return new SideData(items);
    }

    /**
     * One fact.
     *
     * @param type 1 to 255
     * @param value at most 255 bytes; not copied, so neither side changes it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content below
    public record Item(int type, byte[] value) {
        public Item {
            if (type < 1 || type > 255 || value.length > 255) {
                throw new IllegalArgumentException("side data needs a type of 1..255 and at most 255 bytes, got type "
                        + type + " and " + value.length + " bytes");
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Item item && type == item.type && Arrays.equals(value, item.value);
        }

        @Override
        public int hashCode() {
            return 31 * type + Arrays.hashCode(value);
        }
    }
}
