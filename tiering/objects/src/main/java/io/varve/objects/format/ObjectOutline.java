/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.checksum.Crc32c;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the batches that are written to an object and knows, at the end, everything that stands behind them: rows, blocks,
 * checksums, side data. Pure bookkeeping; {@link ObjectWriter} moves the bytes.
 */
final class ObjectOutline implements AutoCloseable {
    /**
     * Opens what follows the data: at "offset" and "size" of this a reader of Kafka log segments finds a batch larger than the
     * rest of the file and stops. 8 bytes of magic, int32 0x7FFFFFFF, version u8 = 1, 3 reserved.
     */
    static final int GUARD_BYTES = 16;

    private static final long GUARD_MAGIC = 0x56415256454F424AL;
    private static final int GUARD_SIZE = Integer.MAX_VALUE;
    private static final int GUARD_VERSION = 1;

    private final int blockBytes;
    private final List<DirectoryRow> rows = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<LeaderEpoch> leaderEpochs = new ArrayList<>();
    private final ByteBuf sideData = ByteBufAllocator.DEFAULT.buffer();
    private int sideDataRows;
    private long position;
    private long firstSequence = Long.MAX_VALUE;
    private long endSequence = Long.MIN_VALUE;
    private Times times = Times.NONE;
    private @Nullable OpenRow row;

    ObjectOutline(int blockBytes) {
        this.blockBytes = blockBytes;
    }

    /** Bytes of data so far. */
    long dataBytes() {
        return position;
    }

    /** See {@link ObjectWriter#append}. */
    void add(PartitionLane lane, ByteBuf batch, long appendMs, long sequence, ByteBuf items) {
        int index = batch.readerIndex();
        OpenRow open = row == null || !row.lane.equals(lane) ? openRow(lane, batch, index) : row;
        open.add(batch, index, appendMs);
        firstSequence = Math.min(firstSequence, sequence);
        endSequence = Math.max(endSequence, sequence + 1);
        if (items.isReadable()) {
            if (items.readableBytes() > SideDataRow.MAX_ITEM_BYTES) {
                throw new IllegalArgumentException(
                        "side data of " + items.readableBytes() + " bytes; the limit is " + SideDataRow.MAX_ITEM_BYTES);
            }
            sideData.writeInt(rows.size()).writeLong(BatchHeader.baseOffset(batch, index));
            sideData.writeShort(items.readableBytes()).writeBytes(items, items.readerIndex(), items.readableBytes());
            sideDataRows++;
        }
    }

    /** Times of everything added. */
    Times times() {
        return times;
    }

    /**
     * Encodes what follows the data; nothing can be added afterwards.
     *
     * @param origin its sequences are replaced by those of the batches
     * @return the caller releases it
     */
    ByteBuf finish(ObjectMeta origin) {
        closeRow();
        if (rows.isEmpty()) {
            throw new IllegalStateException("an object without batches");
        }
        ByteBuf out = ByteBufAllocator.DEFAULT.buffer();
        out.writeLong(GUARD_MAGIC).writeInt(GUARD_SIZE).writeByte(GUARD_VERSION).writeZero(3);
        List<Section> sections = new ArrayList<>();
        if (sideDataRows > 0) {
            ByteBuf content =
                    Unpooled.wrappedBuffer(Unpooled.buffer(4).writeInt(sideDataRows), sideData.retainedSlice());
            section(sections, out, Section.SIDE_DATA, () -> out.writeBytes(content));
            content.release();
        }
        long directoryPosition = position + out.readableBytes();
        section(
                sections,
                out,
                Section.DIRECTORY,
                () -> Rows.encode(out, DirectoryRow.BYTES, rows, DirectoryRow::encode));
        section(sections, out, Section.BLOCK_INDEX, () -> Rows.encode(out, Block.BYTES, blocks, Block::encode));
        section(
                sections,
                out,
                Section.LEADER_EPOCHS,
                () -> Rows.encode(out, LeaderEpoch.BYTES, leaderEpochs, LeaderEpoch::encode));
        section(sections, out, Section.META, () -> meta(origin).encode(out));
        int tableAt = out.writerIndex();
        ObjectTail.encodeSectionTable(out, sections);
        int tableLength = out.writerIndex() - tableAt;
        new ObjectFooter(
                        position + tableAt,
                        tableLength,
                        Crc32c.of(out, tableAt, tableLength),
                        position + out.writerIndex() + ObjectFooter.BYTES,
                        position,
                        directoryPosition,
                        new BlockIndex(blocks).crcOfCrcs(),
                        ObjectFooter.FEATURE_LEVEL)
                .encode(out);
        return out;
    }

    /** Whether the 16 bytes at {@code index} are the guard. */
    static boolean isGuard(ByteBuf bytes, int index) {
        return bytes.getLong(index) == GUARD_MAGIC
                && bytes.getInt(index + 8) == GUARD_SIZE
                && bytes.getInt(index + 12) == GUARD_VERSION << 24;
    }

    /** Gives up the memory of the side data. */
    @Override
    public void close() {
        sideData.release();
    }

    private OpenRow openRow(PartitionLane lane, ByteBuf batch, int index) {
        if (row != null && row.lane.compareTo(lane) >= 0) {
            throw new IllegalArgumentException("data of " + lane + " comes after that of " + row.lane);
        }
        closeRow();
        row = new OpenRow(lane, BatchHeader.baseOffset(batch, index));
        return row;
    }

    private void closeRow() {
        if (row != null) {
            rows.add(row.close());
            row = null;
        }
    }

    private ObjectMeta meta(ObjectMeta origin) {
        return new ObjectMeta(
                origin.clusterId(),
                origin.shard(),
                origin.incarnation(),
                origin.epoch(),
                firstSequence,
                endSequence,
                origin.createdMs(),
                origin.compactionGeneration(),
                origin.level(),
                origin.encryption(),
                origin.sourceLedgers(),
                origin.sourceKeys());
    }

    private void section(List<Section> sections, ByteBuf out, int type, Runnable content) {
        int from = out.writerIndex();
        content.run();
        int length = out.writerIndex() - from;
        int crc = Crc32c.of(out, from, length);
        sections.add(new Section(type, Section.VERSION, 0, position + from, length, crc));
    }

    /** The row and the block that batches go to now. */
    private final class OpenRow {
        private final PartitionLane lane;
        private final long firstOffset;
        private final long dataPosition = position;
        private final int firstBlock = blocks.size();
        private final int firstLeaderEpoch = leaderEpochs.size();
        private long endOffset;
        private long recordCount;
        private int batchCount;
        private Times rowTimes = Times.NONE;

        private long blockFirstOffset;
        private long blockPosition = position;
        private int blockRecords;
        private Times blockTimes = Times.NONE;
        private Crc32c blockCrc = new Crc32c();

        private OpenRow(PartitionLane lane, long firstOffset) {
            this.lane = lane;
            this.firstOffset = firstOffset;
            this.endOffset = firstOffset;
            this.blockFirstOffset = firstOffset;
        }

        private void add(ByteBuf batch, int index, long appendMs) {
            int bytes = batch.readableBytes();
            long baseOffset = BatchHeader.baseOffset(batch, index);
            if (baseOffset < endOffset || bytes != BatchHeader.sizeBytes(batch, index)) {
                throw new IllegalArgumentException("batch of " + lane + " at offset " + baseOffset + " in " + bytes
                        + " bytes; expected offset " + endOffset + " or later and "
                        + BatchHeader.sizeBytes(batch, index) + " bytes");
            }
            if (position > blockPosition && position + bytes - blockPosition > blockBytes) {
                closeBlock(baseOffset);
            }
            blockCrc.update(batch, index, bytes);
            blockRecords += BatchHeader.recordCount(batch, index);
            blockTimes = blockTimes.and(new Times(
                    BatchHeader.baseTimestamp(batch, index),
                    BatchHeader.maxTimestamp(batch, index),
                    appendMs,
                    appendMs));
            leaderEpoch(BatchHeader.leaderEpoch(batch, index), baseOffset);
            recordCount += BatchHeader.recordCount(batch, index);
            batchCount++;
            endOffset = BatchHeader.lastOffset(batch, index) + 1;
            position += bytes;
        }

        private void leaderEpoch(int epoch, long offset) {
            if (leaderEpochs.size() == firstLeaderEpoch
                    || leaderEpochs.get(leaderEpochs.size() - 1).epoch() != epoch) {
                leaderEpochs.add(new LeaderEpoch(epoch, offset));
            }
        }

        private void closeBlock(long nextOffset) {
            blocks.add(new Block(
                    blockFirstOffset,
                    blockPosition,
                    (int) (position - blockPosition),
                    blockRecords,
                    blockTimes,
                    blockCrc.value()));
            rowTimes = rowTimes.and(blockTimes);
            blockFirstOffset = nextOffset;
            blockPosition = position;
            blockRecords = 0;
            blockTimes = Times.NONE;
            blockCrc = new Crc32c();
        }

        private DirectoryRow close() {
            closeBlock(endOffset);
            times = times.and(rowTimes);
            return new DirectoryRow(
                    lane,
                    firstOffset,
                    endOffset,
                    recordCount,
                    dataPosition,
                    position - dataPosition,
                    rowTimes,
                    batchCount,
                    firstBlock,
                    blocks.size() - firstBlock,
                    firstLeaderEpoch,
                    leaderEpochs.size() - firstLeaderEpoch,
                    0);
        }
    }
}
