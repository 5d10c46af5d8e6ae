/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.unit;

/**
 * A number of bytes, written as a whole number and one of {@code B KiB MiB GiB}.
 *
 * @param bytes at least 0
 */
public record DataSize(long bytes) {
    private static final Quantity.Unit[] UNITS = {
        new Quantity.Unit("GiB", 1L << 30),
        new Quantity.Unit("MiB", 1L << 20),
        new Quantity.Unit("KiB", 1L << 10),
        new Quantity.Unit("B", 1)
    };

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size of " + bytes + " bytes; 0 is the least");
        }
    }

    /**
     * Reads a size like {@code 256KiB}.
     *
     * @throws io.varve.protocol.error.VarveException INVALID_ARGUMENT
     */
    public static DataSize parse(String text) {
        return new DataSize(Quantity.parse("size", text, UNITS, "256KiB"));
    }

    /** The shortest exact form, which {@link #parse} reads back. */
    @Override
    public String toString() {
        return Quantity.format(bytes, UNITS);
    }
}
