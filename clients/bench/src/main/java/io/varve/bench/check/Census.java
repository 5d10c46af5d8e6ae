/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.check;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * Counts records that nobody knows, and sums them up independently of their order, so that two readings can be compared.
 */
public final class Census implements Receipts {
    private final CRC32C crc = new CRC32C();
    private final AtomicLong records = new AtomicLong();
    private long bytes;
    private long checksum;

    @Override
    public boolean add(byte[] value) {
        crc.reset();
        crc.update(value, 0, value.length);
        checksum += Values.mix(crc.getValue() << Integer.SIZE ^ value.length);
        bytes += value.length;
        records.lazySet(records.getPlain() + 1);
        return true;
    }

    /** What several readers got together. */
    public static Census sum(List<Census> readers) {
        Census sum = new Census();
        for (Census reader : readers) {
            sum.records.lazySet(sum.records() + reader.records());
            sum.bytes += reader.bytes;
            sum.checksum += reader.checksum;
        }
        return sum;
    }

    @Override
    public long records() {
        return records.get();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** Whether both have the same records. */
    public boolean agreesWith(Census other) {
        return records() == other.records() && bytes == other.bytes && checksum == other.checksum;
    }

    @Override
    public String toString() {
        return records() + " records with " + bytes + " bytes and the checksum " + Long.toHexString(checksum);
    }
}
