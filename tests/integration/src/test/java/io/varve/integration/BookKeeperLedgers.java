/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.Entry;
import io.varve.log.record.LogRecord;
import io.varve.log.record.RecordType;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.bookkeeper.client.BKException;
import org.apache.bookkeeper.client.BookKeeperAdmin;
import org.apache.bookkeeper.client.LedgerHandle;
import org.apache.bookkeeper.client.api.LedgerEntries;
import org.apache.bookkeeper.client.api.LedgerEntry;
import org.apache.bookkeeper.conf.ClientConfiguration;

/** The ledgers of a standalone server, as BookKeeper's own administration lists and reads them, past all of our code. */
final class BookKeeperLedgers implements AutoCloseable {
    private static final int FRAME_BYTES = 8 << 20;

    private final BookKeeperAdmin admin;

    /** Connects to the ZooKeeper that the server tells of. */
    BookKeeperLedgers(ServerProcess server) throws Exception {
        ClientConfiguration configuration = new ClientConfiguration();
        configuration.setMetadataServiceUri(
                "zk+hierarchical://" + server.ports().get("zookeeper") + "/ledgers");
        configuration.setNettyMaxFrameSizeBytes(FRAME_BYTES);
        admin = new BookKeeperAdmin(configuration);
    }

    /** Ids of all ledgers. */
    NavigableSet<Long> list() throws Exception {
        NavigableSet<Long> ids = new TreeSet<>();
        admin.listLedgers().forEach(ids::add);
        return ids;
    }

    /** Confirmed entries of a ledger. */
    long entries(long ledgerId) throws Exception {
        LedgerHandle ledger = admin.openLedgerNoRecovery(ledgerId);
        try {
            return ledger.readLastConfirmed() + 1;
        } finally {
            ledger.close();
        }
    }

    /** Record batches in the confirmed entries of a ledger; its writer is not disturbed. */
    int batches(long ledgerId) throws Exception {
        int batches = 0;
        LedgerHandle ledger = admin.openLedgerNoRecovery(ledgerId);
        try {
            long last = ledger.readLastConfirmed();
            for (long entryId = 0; entryId <= last; entryId++) {
                try (LedgerEntries entries = ledger.read(entryId, entryId)) {
                    batches += batches(entries.getEntry(entryId));
                }
            }
        } finally {
            ledger.close();
        }
        return batches;
    }

    private static int batches(LedgerEntry raw) {
        ByteBuf bytes = raw.getEntryBuffer().retain();
        Entry entry = Entry.decode(raw.getLedgerId(), raw.getEntryId(), bytes);
        int batches = 0;
        for (LogRecord record : entry) {
            batches += record.type() == RecordType.BATCH ? 1 : 0;
        }
        entry.release();
        return batches;
    }

    @Override
    public void close() throws BKException {
        try {
            admin.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
