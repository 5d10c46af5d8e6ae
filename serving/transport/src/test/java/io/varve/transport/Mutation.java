/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.FrameCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;

/** Valid frames made wrong, by a seed. */
final class Mutation {
    private static final int TYPE_AT = 7;
    private static final int COMMAND_LENGTH_AT = 16;
    private static final int CRC_AT = 20;
    private static final int BATCH_LENGTH_AT = 8;
    private static final int BATCH_CRC_AT = 17;
    private static final int BATCH_HEADER_BYTES = 61;

    /** Numbers at which code tends to break. */
    private static final int[] EDGES = {
        0, 1, -1, 127, 128, 255, 256, 65_535, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, 8 << 20, (8 << 20) + 1
    };

    private final Random random;

    Mutation(long seed) {
        random = new Random(seed);
    }

    /**
     * Another frame, made of this one.
     *
     * @param repaired whether its lengths and checksums are made to fit again, so that what is wrong is found further inside
     */
    byte[] of(byte[] frame, boolean repaired) {
        byte[] mutated = frame.clone();
        do {
            mutated = change(mutated, repaired);
        } while (random.nextBoolean());
        return repaired ? repair(mutated) : mutated;
    }

    private byte[] change(byte[] frame, boolean repaired) {
        // What is repaired afterwards need not be changed before: rather the command and what follows, or the type.
        int from = repaired && frame.length > FrameCodec.HEADER_BYTES && random.nextInt(8) != 0
                ? FrameCodec.HEADER_BYTES
                : 0;
        int at = from + random.nextInt(Math.max(1, frame.length - from));
        switch (random.nextInt(7)) {
            case 0 -> frame[Math.min(at, frame.length - 1)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> frame[Math.min(at, frame.length - 1)] = (byte) random.nextInt();
            case 2 -> {
                if (at + Integer.BYTES <= frame.length) {
                    ByteBuffer.wrap(frame).putInt(at, EDGES[random.nextInt(EDGES.length)]);
                }
            }
            case 3 -> {
                return Arrays.copyOf(frame, Math.max(1, at));
            }
            case 4 -> {
                return insert(frame, at, 1 + random.nextInt(64));
            }
            case 5 -> {
                return remove(frame, at, 1 + random.nextInt(8));
            }
            default ->
                frame[Math.min(TYPE_AT, frame.length - 1)] =
                        (byte) random.nextInt(CommandType.PLAN_REPLAY.number() + 3);
        }
        return frame;
    }

    private byte[] insert(byte[] frame, int at, int count) {
        byte[] longer = new byte[frame.length + count];
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        System.arraycopy(frame, 0, longer, 0, at);
        System.arraycopy(bytes, 0, longer, at, count);
        System.arraycopy(frame, at, longer, at + count, frame.length - at);
        return longer;
    }

    private static byte[] remove(byte[] frame, int at, int count) {
        int end = Math.min(frame.length, at + count);
        byte[] shorter = new byte[Math.max(1, frame.length - (end - at))];
        System.arraycopy(frame, 0, shorter, 0, Math.min(at, shorter.length));
        System.arraycopy(frame, end, shorter, Math.min(at, shorter.length), frame.length - end);
        return shorter;
    }

    private static byte[] repair(byte[] mutated) {
        byte[] frame =
                mutated.length < FrameCodec.HEADER_BYTES ? Arrays.copyOf(mutated, FrameCodec.HEADER_BYTES) : mutated;
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        int rest = frame.length - FrameCodec.HEADER_BYTES;
        int commandBytes = bytes.getInt(COMMAND_LENGTH_AT);
        if (frame[TYPE_AT] != CommandType.PRODUCE.number() || commandBytes < 0 || commandBytes > rest) {
            commandBytes = rest;
        }
        bytes.putInt(0, frame.length - Integer.BYTES);
        bytes.putInt(COMMAND_LENGTH_AT, commandBytes);
        repairBatch(frame, FrameCodec.HEADER_BYTES + commandBytes);
        CRC32C crc = new CRC32C();
        crc.update(frame, Integer.BYTES, CRC_AT - Integer.BYTES);
        crc.update(frame, FrameCodec.HEADER_BYTES, commandBytes);
        bytes.putInt(CRC_AT, (int) crc.getValue());
        return frame;
    }

    private static void repairBatch(byte[] frame, int at) {
        int batchBytes = frame.length - at;
        if (batchBytes < BATCH_HEADER_BYTES) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.putInt(at + BATCH_LENGTH_AT, batchBytes - BATCH_LENGTH_AT - Integer.BYTES);
        CRC32C crc = new CRC32C();
        int checkedAt = at + BATCH_CRC_AT + Integer.BYTES;
        crc.update(frame, checkedAt, frame.length - checkedAt);
        bytes.putInt(at + BATCH_CRC_AT, (int) crc.getValue());
    }
}
