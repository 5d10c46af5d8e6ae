/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.netty.buffer.ByteBuf;
import java.util.OptionalLong;

/**
 * What a partition remembers of one idempotent producer: its epoch and its last five batches, by Kafka's rules (KIP-98): so a
 * batch that was sent again is recognised as long as the producer has at most five unanswered.
 */
public final class ProducerState {
    /** Batches remembered, and so the most that a producer may have in flight for a partition. */
    public static final int BATCHES = 5;

    private short epoch;
    private long lastAppendMs;
    private int count;
    private final int[] firstSequences = new int[BATCHES];
    private final int[] lastSequences = new int[BATCHES];
    private final long[] baseOffsets = new long[BATCHES];

    ProducerState(short epoch) {
        this.epoch = epoch;
    }

    /** The producer's incarnation. */
    public short epoch() {
        return epoch;
    }

    /** Append time of its last batch, ms since the epoch. */
    public long lastAppendMs() {
        return lastAppendMs;
    }

    /** The sequence that its next batch must begin with. */
    public int nextSequence() {
        return increment(lastSequences[count - 1], 1);
    }

    /** Base offset of a remembered batch with exactly these sequences, if there is one. */
    public OptionalLong remembered(int firstSequence, int lastSequence) {
        for (int i = count - 1; i >= 0; i--) {
            if (firstSequences[i] == firstSequence && lastSequences[i] == lastSequence) {
                return OptionalLong.of(baseOffsets[i]);
            }
        }
        return OptionalLong.empty();
    }

    /** {@code sequence + by}, wrapping from {@code Integer.MAX_VALUE} to 0. */
    public static int increment(int sequence, int by) {
        long sum = (long) sequence + by;
        return (int) (sum <= Integer.MAX_VALUE ? sum : sum - Integer.MAX_VALUE - 1);
    }

    void append(short batchEpoch, int firstSequence, int records, long baseOffset, long appendMs) {
        if (batchEpoch != epoch) {
            epoch = batchEpoch;
            count = 0;
        }
        if (count == BATCHES) {
            System.arraycopy(firstSequences, 1, firstSequences, 0, BATCHES - 1);
            System.arraycopy(lastSequences, 1, lastSequences, 0, BATCHES - 1);
            System.arraycopy(baseOffsets, 1, baseOffsets, 0, BATCHES - 1);
            count--;
        }
        firstSequences[count] = firstSequence;
        lastSequences[count] = increment(firstSequence, records - 1);
        baseOffsets[count] = baseOffset;
        count++;
        lastAppendMs = appendMs;
    }

    void encode(ByteBuf out) {
        out.writeShort(epoch);
        out.writeByte(0);
        out.writeLong(lastAppendMs);
        out.writeLong(-1);
        out.writeByte(count);
        for (int i = 0; i < count; i++) {
            out.writeInt(firstSequences[i]);
            out.writeInt(lastSequences[i]);
            out.writeLong(baseOffsets[i]);
        }
    }

    static ProducerState decode(ByteBuf in) {
        ProducerState state = new ProducerState(in.readShort());
        SectionImages.requireZero("producer flags", in.readUnsignedByte());
        state.lastAppendMs = in.readLong();
        SectionImages.requireZero("first offset of an open transaction, plus one", in.readLong() + 1);
        state.count = in.readUnsignedByte();
        SectionImages.requireAtMost("batches of a producer", state.count, BATCHES);
        for (int i = 0; i < state.count; i++) {
            state.firstSequences[i] = in.readInt();
            state.lastSequences[i] = in.readInt();
            state.baseOffsets[i] = in.readLong();
        }
        return state;
    }
}
