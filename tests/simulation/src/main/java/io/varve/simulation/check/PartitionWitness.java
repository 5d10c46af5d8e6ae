/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.check;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.MessageIdMark;
import io.varve.protocol.batch.BatchHeader;
import io.varve.shard.state.PartitionKey;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One partition as the log has it, and what its producers made. Every batch is there once, each producer's in its order, without
 * a gap in the offsets (I5), with the bytes that were sent (I4).
 */
public final class PartitionWitness {
    private final PartitionKey key;
    private final Verdict verdict;
    private final TreeMap<Long, byte[]> batches = new TreeMap<>();
    private final Map<Long, Integer> nextSequences = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final Map<String, Integer> made = new HashMap<>();
    private final MessageIdWitness messageIds;
    private long nextOffset;

    /** @param latest what the fastest of the brokers' clocks may show */
    PartitionWitness(PartitionKey key, Verdict verdict, InstantSource latest) {
        this.key = key;
        this.verdict = verdict;
        this.messageIds = new MessageIdWitness(key, verdict, latest);
    }

    /** Its message ids. */
    public MessageIdWitness messageIds() {
        return messageIds;
    }

    /** One above the last offset in the log. */
    public long nextOffset() {
        return nextOffset;
    }

    /** A producer is about to send a batch. */
    public void made(ByteBuf batch) {
        made.put(name(batch), BatchHeader.crc(batch, batch.readerIndex()));
    }

    private static String name(ByteBuf batch) {
        int at = batch.readerIndex();
        return BatchHeader.producerId(batch, at) + ":" + BatchHeader.baseSequence(batch, at);
    }

    /** A batch is in the log, since this time of its owner's clock. */
    void stored(BatchRecord fields, ByteBuf batch, long appendMs) {
        int at = batch.readerIndex();
        String name = name(batch);
        verdict.unless(
                fields.baseOffset() == nextOffset && BatchHeader.baseOffset(batch, at) == nextOffset,
                () -> "batch " + name + " of " + key + " has offset " + fields.baseOffset()
                        + " in the log, the partition is at " + nextOffset);
        verdict.unless(
                BatchHeader.crc(batch, at) == BatchHeader.computeCrc(batch, at),
                () -> "batch " + name + " of " + key + " has a wrong checksum");
        batches.put(nextOffset, ByteBufUtil.getBytes(batch));
        if (BatchHeader.producerId(batch, at) != BatchHeader.NO_PRODUCER_ID) {
            checkProducer(fields, batch, name);
        }
        MessageIdMark.of(fields.sideData()).ifPresent(mark -> messageIds.stored(mark, fields.baseOffset(), appendMs));
        nextOffset = fields.endOffset();
    }

    private void checkProducer(BatchRecord fields, ByteBuf batch, String name) {
        int at = batch.readerIndex();
        Integer crc = made.get(name);
        verdict.unless(
                crc != null && crc == BatchHeader.crc(batch, at),
                () -> "batch " + name + " of " + key + " isn't what its producer sent");
        int expected = nextSequences.getOrDefault(BatchHeader.producerId(batch, at), 0);
        int found = BatchHeader.baseSequence(batch, at);
        verdict.unless(
                found == expected,
                () -> (found < expected ? "duplicate or late: " : "gap before: ") + "batch " + name + " of " + key
                        + " at offset " + fields.baseOffset() + ", expected sequence " + expected);
        nextSequences.put(BatchHeader.producerId(batch, at), expected + fields.count());
        offsets.put(name, fields.baseOffset());
    }

    /** A producer was told that its batch is stored at an offset. */
    public void acknowledged(ByteBuf batch, long offset) {
        String name = name(batch);
        Long stored = offsets.get(name);
        verdict.unless(
                stored != null && stored == offset,
                () -> "batch " + name + " of " + key + " was acknowledged at offset " + offset + ", the log has it at "
                        + stored);
    }

    /**
     * Batches are shown to a reader; returns the offset after them.
     *
     * @param wanted an offset that the first of them must hold
     */
    public long shown(ByteBuf shown, long wanted) {
        long next = wanted;
        for (int at = shown.readerIndex(); at < shown.writerIndex(); at += BatchHeader.sizeBytes(shown, at)) {
            long base = BatchHeader.baseOffset(shown, at);
            byte[] bytes = ByteBufUtil.getBytes(shown, at, BatchHeader.sizeBytes(shown, at));
            long asked = next;
            verdict.unless(
                    Arrays.equals(bytes, batches.get(base)),
                    () -> "a reader of " + key + " was shown a batch at offset " + base + " that the log doesn't have");
            next = BatchHeader.lastOffset(shown, at) + 1;
            verdict.unless(
                    base <= asked && next > asked && (base == asked || asked == wanted),
                    () -> "a reader of " + key + " at offset " + asked + " was shown a batch from " + base);
        }
        return next;
    }
}
