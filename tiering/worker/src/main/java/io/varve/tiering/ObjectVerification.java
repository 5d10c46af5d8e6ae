/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import io.netty.buffer.ByteBuf;
import io.varve.objects.BlockingPool;
import io.varve.objects.ObjectStore;
import io.varve.objects.format.BlockIndex;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectReader;
import io.varve.objects.format.SideDataRow;
import io.varve.objects.format.WrittenObject;
import io.varve.protocol.error.StoreException;
import io.varve.tiering.TiererConfig.Verify;
import java.util.List;

/**
 * Reads an object back and compares it with what was to be in it: size, directory, side data and blocks. The checksums that it
 * is held against were computed from the bytes as they came from the log. Blocks; throws {@code Damaged}.
 */
final class ObjectVerification {
    private static final int READ_BYTES = 2 << 20;
    private static final int SAMPLE_EVERY = 64;

    private final ObjectStore store;
    private final Verify verify;
    private final Pace pace;

    ObjectVerification(ObjectStore store, Verify verify, Pace pace) {
        this.store = store;
        this.verify = verify;
        this.pace = pace;
    }

    void run(WrittenObject written, List<LaneExtent> expected) {
        String key = written.location().key();
        long bytes = BlockingPool.await(store.size(key));
        if (bytes != written.location().bytes()) {
            throw new StoreException.Damaged(
                    "object " + key + " has " + bytes + " bytes in the store; "
                            + written.location().bytes() + " were written",
                    null);
        }
        ObjectReader reader = BlockingPool.await(ObjectReader.open(store, written.location()));
        rows(key, reader.directory().rows(), expected);
        List<SideDataRow> unused = BlockingPool.await(reader.sideData());
        blocks(reader);
    }

    private static void rows(String key, List<DirectoryRow> rows, List<LaneExtent> expected) {
        boolean same = rows.size() == expected.size();
        for (int i = 0; same && i < rows.size(); i++) {
            DirectoryRow row = rows.get(i);
            LaneExtent extent = expected.get(i);
            same = row.lane().equals(extent.lane)
                    && row.firstOffset() == extent.firstOffset
                    && row.endOffset() == extent.endOffset
                    && row.batchCount() == extent.batches
                    && row.dataLength() == extent.bytes;
        }
        if (!same) {
            throw new StoreException.Damaged("object " + key + " doesn't hold what its segment does: " + rows, null);
        }
    }

    private void blocks(ObjectReader reader) {
        BlockIndex blocks = reader.directory().blocks();
        int step = verify == Verify.FULL ? 1 : SAMPLE_EVERY;
        for (int block = 0; block < blocks.size(); ) {
            long began = System.nanoTime();
            int end = step == 1 ? blocks.run(block, blocks.size(), READ_BYTES) : block + 1;
            ByteBuf read = BlockingPool.await(reader.blocks(block, end));
            read.release();
            pace.rest(System.nanoTime() - began);
            block = step == 1 ? end : block + step;
        }
    }
}
