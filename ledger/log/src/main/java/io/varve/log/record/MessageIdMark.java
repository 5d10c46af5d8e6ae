/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.error.StoreException;
import java.util.Optional;

/**
 * Side data of a batch whose only record has a message id: what is remembered of the id, and where.
 *
 * @param hash of the id
 * @param bucket number of the section that remembers it
 * @param index its place in the section, from 0: the first one opens the section
 */
public record MessageIdMark(IdHash hash, int bucket, int index) {
    private static final int BYTES = 8 + 8 + 4 + 4;

    /** As the item of a batch's side data. */
    public SideData.Item toItem() {
        byte[] value = new byte[BYTES];
        Unpooled.wrappedBuffer(value)
                .writerIndex(0)
                .writeLong(hash.high())
                .writeLong(hash.low())
                .writeInt(bucket)
                .writeInt(index);
        return new SideData.Item(SideData.MESSAGE_ID, value);
    }

    /** That of a batch, if it has one. */
    public static Optional<MessageIdMark> of(SideData sideData) {
        for (SideData.Item item : sideData.items()) {
            if (item.type() == SideData.MESSAGE_ID) {
                return Optional.of(read(item.value()));
            }
        }
        return Optional.empty();
    }

    private static MessageIdMark read(byte[] value) {
        if (value.length < BYTES) {
            throw new StoreException.Damaged(
                    "mark of a message id has " + value.length + " bytes, expected " + BYTES, null);
        }
        ByteBuf in = Unpooled.wrappedBuffer(value);
        return new MessageIdMark(new IdHash(in.readLong(), in.readLong()), in.readInt(), in.readInt());
    }
}
