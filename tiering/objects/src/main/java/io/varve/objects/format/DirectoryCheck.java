/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.varve.protocol.error.StoreException;

/**
 * Holds rows and blocks of a directory against each other: rows ascend, and rows and blocks cover the data region without hole
 * or overlap, so that whoever follows them later can't be led astray.
 */
final class DirectoryCheck {
    private final ObjectDirectory directory;
    private long position;
    private int block;
    private int leaderEpoch;

    DirectoryCheck(ObjectDirectory directory) {
        this.directory = directory;
    }

    void run() {
        DirectoryRow before = null;
        for (DirectoryRow row : directory.rows()) {
            if (before != null && before.lane().compareTo(row.lane()) >= 0) {
                throw wrong(row, "comes after " + before.lane());
            }
            row(row);
            before = row;
        }
        if (position != directory.dataLength()
                || block != directory.blocks().size()
                || leaderEpoch != directory.leaderEpochs().size()) {
            throw new StoreException.Damaged(
                    "has rows for " + position + " bytes, " + block + " blocks and " + leaderEpoch
                            + " leader epochs; there are " + directory.dataLength() + ", "
                            + directory.blocks().size() + " and "
                            + directory.leaderEpochs().size(),
                    null);
        }
        if (directory.blocks().crcOfCrcs() != directory.dataCrc()) {
            throw new StoreException.Damaged("has a block index that its footer doesn't vouch for", null);
        }
    }

    private void row(DirectoryRow row) {
        if (row.firstOffset() < 0 || row.firstOffset() >= row.endOffset() || row.batchCount() < 1) {
            throw wrong(row, "is empty");
        }
        if (row.dataPosition() != position || row.firstBlock() != block || row.firstLeaderEpoch() != leaderEpoch) {
            throw wrong(row, "doesn't follow the row before it");
        }
        if (row.blockCount() < 1
                || row.blockCount() > directory.blocks().size() - block
                || row.leaderEpochCount() < 1
                || row.leaderEpochCount() > directory.leaderEpochs().size() - leaderEpoch) {
            throw wrong(row, "has blocks or leader epochs that aren't there");
        }
        blocks(row);
        leaderEpoch += row.leaderEpochCount();
        if (position != row.dataEnd()) {
            throw wrong(row, "has blocks up to " + position);
        }
    }

    private void blocks(DirectoryRow row) {
        long offset = row.firstOffset();
        long records = 0;
        for (; block < row.endBlock(); block++) {
            Block next = directory.blocks().get(block);
            boolean first = block == row.firstBlock();
            boolean rises = first ? next.firstOffset() == offset : next.firstOffset() > offset;
            if (!rises || next.firstOffset() >= row.endOffset() || next.position() != position || next.length() < 1) {
                throw wrong(row, "has a block out of place: " + next);
            }
            offset = next.firstOffset();
            position = next.end();
            records += next.recordCount();
        }
        if (records != row.recordCount()) {
            throw wrong(row, "has blocks of " + records + " records");
        }
    }

    private static StoreException.Damaged wrong(DirectoryRow row, String why) {
        return new StoreException.Damaged("has a row that " + why + ": " + row, null);
    }
}
