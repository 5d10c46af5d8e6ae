/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.varve.protocol.error.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Field types shared by record bodies: big-endian numbers, 16-byte ids, strings and lists with a count in front. */
final class Fields {
    private Fields() {}

    /** Reads a body with {@code reader}, turning a cut-off field into {@code Damaged} that names the type. */
    static <T> T decode(RecordType type, ByteBuf body, Function<ByteBuf, T> reader) {
        try {
            return reader.apply(body.duplicate());
        } catch (IndexOutOfBoundsException e) {
            throw new StoreException.Damaged(
                    type + " record ends within a field: body has " + body.readableBytes() + " bytes", e);
        }
    }

    static void writeUuid(ByteBuf out, UUID id) {
        out.writeLong(id.getMostSignificantBits()).writeLong(id.getLeastSignificantBits());
    }

    static UUID readUuid(ByteBuf in) {
        return new UUID(in.readLong(), in.readLong());
    }

    /** UTF-8 with its length in bytes as u16 in front. */
    static void writeString(ByteBuf out, String text) {
        int bytes = ByteBufUtil.utf8Bytes(text);
        if (bytes > 0xffff) {
            throw new IllegalArgumentException("a string of " + bytes + " bytes exceeds the format's limit of 65535");
        }
        out.writeShort(bytes);
        ByteBufUtil.writeUtf8(out, text);
    }

    static String readString(ByteBuf in) {
        return in.readCharSequence(in.readUnsignedShort(), StandardCharsets.UTF_8)
                .toString();
    }

    /** Elements with their count as u32 in front. */
    static <T> void writeList(ByteBuf out, List<T> list, BiConsumer<ByteBuf, T> element) {
        out.writeInt(list.size());
        for (T item : list) {
            element.accept(out, item);
        }
    }

    /** An element has at least one byte, which bounds what a broken count can make us allocate. */
    static <T> List<T> readList(ByteBuf in, Function<ByteBuf, T> element) {
        int count = in.readInt();
        if (count < 0 || count > in.readableBytes()) {
            throw new IndexOutOfBoundsException(
                    "a list of " + (count & 0xffffffffL) + " elements in " + in.readableBytes() + " bytes");
        }
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.apply(in));
        }
        return List.copyOf(list);
    }

    /** Checks a number that has more values on disk than in code. */
    static StoreException.Damaged unknown(String field, int value) {
        return new StoreException.Damaged("unknown " + field + " " + value, null);
    }
}
