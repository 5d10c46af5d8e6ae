/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.TieredObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What concerns a shard as a whole: which of its ledgers stand in objects, and those objects. Image, big-endian:
 *
 * <pre>
 * version u8 = 1 | tiered ledgers u32 { ledger id i64 } | objects u32 { as in a TIERED record }
 * | objects to delete u32 { since i64 | key u16 + UTF-8 } | deleted partitions u32 { topic id 16 | partition u32 | since i64 }
 * | next lease counter u64 = 0 | borrowed objects u32 = 0
 * </pre>
 */
public final class ShardSection {
    private static final int VERSION = 1;

    /** A broker that still believes in a deleted topic has looked it up less than this long ago. */
    private static final long DELETED_KNOWN_MS = 24 * 60 * 60 * 1000L;

    private final NavigableSet<Long> tieredLedgers = new TreeSet<>();
    private final List<TieredObject> objects = new ArrayList<>();
    private final NavigableMap<String, Long> deletes = new TreeMap<>();
    private final NavigableMap<PartitionKey, Long> deletedPartitions = new TreeMap<>();

    /** Ledgers whose batches stand in verified objects; they may be listed still. */
    public NavigableSet<Long> tieredLedgers() {
        return Collections.unmodifiableNavigableSet(tieredLedgers);
    }

    /** Objects in the order of the log. */
    public List<TieredObject> objects() {
        return Collections.unmodifiableList(objects);
    }

    /** Keys that were given up and are to be deleted, with the append time of the record that gave them up (ms). */
    public NavigableMap<String, Long> deletes() {
        return Collections.unmodifiableNavigableMap(deletes);
    }

    /** Partitions deleted in the last day, with the append time of their deletion (ms): they are never opened again. */
    public NavigableMap<PartitionKey, Long> deletedPartitions() {
        return Collections.unmodifiableNavigableMap(deletedPartitions);
    }

    void partitionDeleted(PartitionKey key, long appendMs) {
        deletedPartitions.values().removeIf(since -> since < appendMs - DELETED_KNOWN_MS);
        deletedPartitions.put(key, appendMs);
    }

    void tiered(long ledgerId, List<TieredObject> added, List<String> replaced, List<Long> forgotten, long appendMs) {
        tieredLedgers.removeAll(forgotten);
        tieredLedgers.add(ledgerId);
        objects.addAll(added);
        giveUp(replaced, appendMs);
    }

    void giveUp(Collection<String> keys, long appendMs) {
        if (!keys.isEmpty()) {
            objects.removeIf(object -> keys.contains(object.key()));
            keys.forEach(key -> deletes.put(key, appendMs));
        }
    }

    void deleted(Collection<String> keys) {
        keys.forEach(deletes::remove);
    }

    void encode(ByteBuf out) {
        out.writeByte(VERSION);
        out.writeInt(tieredLedgers.size());
        tieredLedgers.forEach(out::writeLong);
        out.writeInt(objects.size());
        objects.forEach(object -> object.encode(out));
        out.writeInt(deletes.size());
        deletes.forEach((key, since) -> {
            out.writeLong(since);
            SectionImages.writeString(out, key);
        });
        out.writeInt(deletedPartitions.size());
        deletedPartitions.forEach((key, since) -> {
            SectionImages.writeUuid(out, key.topicId());
            out.writeInt(key.partition());
            out.writeLong(since);
        });
        out.writeLong(0);
        out.writeInt(0);
    }

    static ShardSection decode(ByteBuf in) {
        SectionImages.requireVersion("shard", in.readUnsignedByte(), VERSION);
        ShardSection section = new ShardSection();
        for (int left = in.readInt(); left > 0; left--) {
            section.tieredLedgers.add(in.readLong());
        }
        for (int left = in.readInt(); left > 0; left--) {
            section.objects.add(TieredObject.read(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            long since = in.readLong();
            section.deletes.put(SectionImages.readString(in), since);
        }
        for (int left = in.readInt(); left > 0; left--) {
            section.deletedPartitions.put(new PartitionKey(SectionImages.readUuid(in), in.readInt()), in.readLong());
        }
        SectionImages.requireZero("next lease counter", in.readLong());
        SectionImages.requireZero("borrowed objects", in.readInt());
        return section;
    }
}
