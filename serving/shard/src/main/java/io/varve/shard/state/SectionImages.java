/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.varve.protocol.error.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Checks that all section images share; what fails them is damaged or of a newer version. */
final class SectionImages {
    private SectionImages() {}

    static void requireVersion(String what, int found, int known) {
        if (found != known) {
            throw new StoreException.Damaged(
                    "image of " + what + " has version " + found + ", this broker knows " + known, null);
        }
    }

    static void requireZero(String what, long found) {
        if (found != 0) {
            throw new StoreException.Damaged(what + " must be 0, found " + found, null);
        }
    }

    static void requireAtMost(String what, long found, long limit) {
        if (found < 0 || found > limit) {
            throw new StoreException.Damaged(what + ": found " + found + ", the limit is " + limit, null);
        }
    }

    static void writeUuid(ByteBuf out, UUID id) {
        out.writeLong(id.getMostSignificantBits()).writeLong(id.getLeastSignificantBits());
    }

    static UUID readUuid(ByteBuf in) {
        return new UUID(in.readLong(), in.readLong());
    }

    static void writeString(ByteBuf out, String text) {
        out.writeShort(ByteBufUtil.utf8Bytes(text));
        ByteBufUtil.writeUtf8(out, text);
    }

    static String readString(ByteBuf in) {
        return in.readCharSequence(in.readUnsignedShort(), StandardCharsets.UTF_8)
                .toString();
    }
}
