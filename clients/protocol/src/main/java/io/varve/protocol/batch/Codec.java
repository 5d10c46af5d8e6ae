/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;

/** How the records of a batch are compressed; the numbers are bits 0 to 2 of the batch's attributes. */
public enum Codec {
    NONE(0),
    GZIP(1),
    /** In the framing of xerial's snappy-java, as Kafka has it. */
    SNAPPY(2),
    /** The LZ4 frame format with independent blocks. */
    LZ4(3),
    ZSTD(4);

    private static final Codec[] BY_NUMBER = values();

    private final int number;

    Codec(int number) {
        this.number = number;
    }

    /** The number in the batch's attributes, 0 to 4. */
    public int number() {
        return number;
    }

    /**
     * The codec of a number.
     *
     * @throws VarveException UNSUPPORTED_CODEC if nobody has that number
     */
    public static Codec of(int number) {
        if (number < 0 || number >= BY_NUMBER.length) {
            throw new VarveException(
                    ErrorCode.UNSUPPORTED_CODEC,
                    "compression codec " + number + " is unknown; known are 0 (none) to 4 (zstd)");
        }
        return BY_NUMBER[number];
    }
}
