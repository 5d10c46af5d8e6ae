/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Offsets and epochs of one partition. Image, big-endian:
 *
 * <pre>
 * version u8 = 1 | topicId 16 | partition u32 | configVersion u32 | epochBase i32
 * | lanes u8 { lane u8 | log start i64 | next offset i64 }
 * | appended bytes i64 | last append time i64
 * | leader epochs u16 { epoch i32 | first offset i64 }
 * | stints u16 = 0 | open transactions u16 = 0 | aborted transactions u16 = 0
 * </pre>
 */
public final class PartitionSection {
    private static final int VERSION = 1;
    private static final int MAIN_LANE = 0;

    private final PartitionKey key;
    private final int configVersion;
    private final int epochBase;
    private long logStart;
    private long nextOffset;
    private long appendedBytes;
    private long lastAppendMs;
    private final List<LeaderEpoch> leaderEpochs = new ArrayList<>();

    /**
     * From where on an epoch's writer wrote.
     *
     * @param epoch as patched into the batches
     * @param firstOffset of its first batch
     */
    public record LeaderEpoch(int epoch, long firstOffset) {}

    /** An empty partition that begins at {@code firstOffset}. */
    public PartitionSection(PartitionKey key, int epochBase, long firstOffset, int configVersion) {
        this.key = key;
        this.epochBase = epochBase;
        this.configVersion = configVersion;
        this.logStart = firstOffset;
        this.nextOffset = firstOffset;
    }

    /** Which partition this is. */
    public PartitionKey key() {
        return key;
    }

    /** Added to the shard's epoch to give the leader epoch of batches, so that it never falls when a partition moves. */
    public int epochBase() {
        return epochBase;
    }

    /** Version of the topic's configuration when the partition was opened here. */
    public int configVersion() {
        return configVersion;
    }

    /** First offset that is kept. */
    public long logStart() {
        return logStart;
    }

    /** The offset that the next record gets. */
    public long nextOffset() {
        return nextOffset;
    }

    /** Bytes of all batches ever appended. */
    public long appendedBytes() {
        return appendedBytes;
    }

    /** Append time of the last batch, ms since the epoch; 0 = none yet. */
    public long lastAppendMs() {
        return lastAppendMs;
    }

    /** Writers and where they began, oldest first. */
    public List<LeaderEpoch> leaderEpochs() {
        return List.copyOf(leaderEpochs);
    }

    void append(long baseOffset, int count, int leaderEpoch, int bytes, long appendMs) {
        if (baseOffset != nextOffset) {
            throw new StoreException.Damaged(
                    "partition " + key + " goes on at offset " + nextOffset + ", the log holds " + baseOffset, null);
        }
        if (leaderEpochs.isEmpty() || leaderEpochs.get(leaderEpochs.size() - 1).epoch() != leaderEpoch) {
            leaderEpochs.add(new LeaderEpoch(leaderEpoch, baseOffset));
        }
        nextOffset += count;
        appendedBytes += bytes;
        lastAppendMs = appendMs;
    }

    void trim(long newStart) {
        if (newStart < logStart || newStart > nextOffset) {
            throw new StoreException.Damaged(
                    "partition " + key + " holds " + logStart + " to " + nextOffset + ", trimmed to " + newStart, null);
        }
        logStart = newStart;
        while (leaderEpochs.size() > 1 && leaderEpochs.get(1).firstOffset() <= newStart) {
            leaderEpochs.remove(0);
        }
    }

    void encode(ByteBuf out) {
        out.writeByte(VERSION);
        SectionImages.writeUuid(out, key.topicId());
        out.writeInt(key.partition());
        out.writeInt(configVersion);
        out.writeInt(epochBase);
        out.writeByte(1);
        out.writeByte(MAIN_LANE);
        out.writeLong(logStart);
        out.writeLong(nextOffset);
        out.writeLong(appendedBytes);
        out.writeLong(lastAppendMs);
        out.writeShort(leaderEpochs.size());
        for (LeaderEpoch epoch : leaderEpochs) {
            out.writeInt(epoch.epoch());
            out.writeLong(epoch.firstOffset());
        }
        out.writeShort(0);
        out.writeShort(0);
        out.writeShort(0);
    }

    static PartitionSection decode(ByteBuf in) {
        SectionImages.requireVersion("partition", in.readUnsignedByte(), VERSION);
        PartitionKey key = new PartitionKey(SectionImages.readUuid(in), in.readInt());
        int configVersion = in.readInt();
        int epochBase = in.readInt();
        int lanes = in.readUnsignedByte();
        int lane = in.readUnsignedByte();
        if (lanes != 1 || lane != MAIN_LANE) {
            throw new StoreException.Damaged("partition " + key + " has lanes that this version doesn't know", null);
        }
        PartitionSection section = new PartitionSection(key, epochBase, in.readLong(), configVersion);
        section.nextOffset = in.readLong();
        section.appendedBytes = in.readLong();
        section.lastAppendMs = in.readLong();
        int epochs = in.readUnsignedShort();
        for (int i = 0; i < epochs; i++) {
            section.leaderEpochs.add(new LeaderEpoch(in.readInt(), in.readLong()));
        }
        SectionImages.requireZero("stints of a partition", in.readUnsignedShort());
        SectionImages.requireZero("open transactions of a partition", in.readUnsignedShort());
        SectionImages.requireZero("aborted transactions of a partition", in.readUnsignedShort());
        return section;
    }
}
