/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.varve.protocol.error.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Where an object comes from: enough to tell whose it is when nobody lists it.
 *
 * <pre>
 *   0 clusterId 16
 *  16 shard u32
 *  20 incarnation u32
 *  24 epoch u32
 *  28 firstSequence i64
 *  36 endSequence i64
 *  44 createdMs i64
 *  52 compactionGeneration u32
 *  56 level u8
 *  57 encryption u8             0 none
 *  58 reserved u16 = 0
 *  60 ledgers: count u32, i64 each
 *     keys: count u32, {length u16, UTF-8} each
 * </pre>
 *
 * @param clusterId the cluster
 * @param shard the shard whose log it was
 * @param incarnation the shard's incarnation
 * @param epoch the shard's epoch when the object was written
 * @param firstSequence lowest log sequence of a batch in it
 * @param endSequence one above the highest
 * @param createdMs when it was written, by the broker's clock
 * @param compactionGeneration 0 for records as they were appended; each compaction raises it
 * @param level 0 as tiered; each merge raises it
 * @param encryption 0 for none
 * @param sourceLedgers the ledgers that it was made from
 * @param sourceKeys the objects that it was merged from
 */
public record ObjectMeta(
        UUID clusterId,
        int shard,
        int incarnation,
        int epoch,
        long firstSequence,
        long endSequence,
        long createdMs,
        int compactionGeneration,
        int level,
        int encryption,
        List<Long> sourceLedgers,
        List<String> sourceKeys) {
    public ObjectMeta {
        sourceLedgers = List.copyOf(sourceLedgers);
        sourceKeys = List.copyOf(sourceKeys);
    }

    void encode(ByteBuf out) {
        out.writeLong(clusterId.getMostSignificantBits()).writeLong(clusterId.getLeastSignificantBits());
        out.writeInt(shard).writeInt(incarnation).writeInt(epoch);
        out.writeLong(firstSequence).writeLong(endSequence).writeLong(createdMs);
        out.writeInt(compactionGeneration)
                .writeByte(level)
                .writeByte(encryption)
                .writeShort(0);
        out.writeInt(sourceLedgers.size());
        sourceLedgers.forEach(out::writeLong);
        out.writeInt(sourceKeys.size());
        for (String key : sourceKeys) {
            out.writeShort(ByteBufUtil.utf8Bytes(key));
            ByteBufUtil.writeUtf8(out, key);
        }
    }

    static ObjectMeta read(ByteBuf in) {
        UUID clusterId = new UUID(in.readLong(), in.readLong());
        int shard = in.readInt();
        int incarnation = in.readInt();
        int epoch = in.readInt();
        long firstSequence = in.readLong();
        long endSequence = in.readLong();
        long createdMs = in.readLong();
        int compactionGeneration = in.readInt();
        int level = in.readUnsignedByte();
        int encryption = in.readUnsignedByte();
        Rows.readReserved(in, 2);
        List<Long> ledgers = new ArrayList<>();
        for (int left = count(in, Long.BYTES); left > 0; left--) {
            ledgers.add(in.readLong());
        }
        List<String> keys = new ArrayList<>();
        for (int left = count(in, Short.BYTES); left > 0; left--) {
            keys.add(in.readCharSequence(in.readUnsignedShort(), StandardCharsets.UTF_8)
                    .toString());
        }
        return new ObjectMeta(
                clusterId,
                shard,
                incarnation,
                epoch,
                firstSequence,
                endSequence,
                createdMs,
                compactionGeneration,
                level,
                encryption,
                ledgers,
                keys);
    }

    /** A count that the bytes behind it can hold, which bounds what a broken one makes us do. */
    private static int count(ByteBuf in, int leastBytes) {
        long count = in.readUnsignedInt();
        if (count * leastBytes > in.readableBytes()) {
            throw new StoreException.Damaged(
                    "a list of " + count + " elements in " + in.readableBytes() + " bytes", null);
        }
        return (int) count;
    }
}
