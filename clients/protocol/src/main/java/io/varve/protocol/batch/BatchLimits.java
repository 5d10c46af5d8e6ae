/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

/**
 * How large a record and a batch may be.
 *
 * @param maxRecordBytes bytes of one record as encoded in an uncompressed batch, without its leading length; inclusive
 * @param maxBatchBytes bytes of one batch as it travels, header included and compressed if it is; inclusive
 */
public record BatchLimits(int maxRecordBytes, int maxBatchBytes) {
    /** 1 MiB a record, 4 MiB a batch. */
    public static final BatchLimits DEFAULT = new BatchLimits(1 << 20, 4 << 20);

    public BatchLimits {
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("maxRecordBytes is " + maxRecordBytes + ", it must be at least 1");
        }
        if (maxBatchBytes < BatchHeader.HEADER_BYTES + Varints.MAX_BYTES + (long) maxRecordBytes) {
            throw new IllegalArgumentException("maxBatchBytes is " + maxBatchBytes
                    + ", it must hold a record of maxRecordBytes = " + maxRecordBytes + " and "
                    + (BatchHeader.HEADER_BYTES + Varints.MAX_BYTES) + " bytes around it");
        }
    }
}
