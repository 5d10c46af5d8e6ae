/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;

/**
 * The times of some batches, in ms since the epoch, all inclusive. Retention goes by append time, which is the broker's and
 * never falls; a seek goes by timestamps, which are the producers' and may be anything.
 *
 * @param minTimestamp least base timestamp of a batch; a record within a batch may have a smaller one
 * @param maxTimestamp largest timestamp of a record
 * @param minAppendMs least append time
 * @param maxAppendMs largest append time
 */
public record Times(long minTimestamp, long maxTimestamp, long minAppendMs, long maxAppendMs) {
    static final int BYTES = 32;
    /** The times of no batch: every other one widens it. */
    static final Times NONE = new Times(Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE);

    /** The times of these batches and those. */
    public Times and(Times other) {
        return new Times(
                Math.min(minTimestamp, other.minTimestamp),
                Math.max(maxTimestamp, other.maxTimestamp),
                Math.min(minAppendMs, other.minAppendMs),
                Math.max(maxAppendMs, other.maxAppendMs));
    }

    void encode(ByteBuf out) {
        out.writeLong(minTimestamp)
                .writeLong(maxTimestamp)
                .writeLong(minAppendMs)
                .writeLong(maxAppendMs);
    }

    static Times read(ByteBuf in) {
        return new Times(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
}
