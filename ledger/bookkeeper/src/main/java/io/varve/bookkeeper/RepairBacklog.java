/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.util.Iterator;
import java.util.OptionalLong;
import org.apache.bookkeeper.meta.LedgerUnderreplicationManager;
import org.apache.bookkeeper.meta.MetadataClientDriver;
import org.apache.bookkeeper.meta.UnderreplicatedLedger;
import org.apache.bookkeeper.meta.exceptions.MetadataException;
import org.apache.bookkeeper.replication.ReplicationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What BookKeeper's own repair (its auditor and its replication workers) still has to do. */
final class RepairBacklog {
    private static final Logger LOG = LoggerFactory.getLogger(RepairBacklog.class);

    /** More than anybody counts by hand; each costs a read of ZooKeeper. */
    private static final int MOST = 10_000;

    private RepairBacklog() {}

    /** How many ledgers the auditor has found to lack a copy, counted to 10,000; empty if that can't be told. Blocks. */
    static OptionalLong count(MetadataClientDriver metadata) {
        try (LedgerUnderreplicationManager manager =
                metadata.getLedgerManagerFactory().newLedgerUnderreplicationManager()) {
            long count = 0;
            Iterator<UnderreplicatedLedger> ledgers = manager.listLedgersToRereplicate(bookies -> true);
            while (ledgers.hasNext() && count < MOST) {
                ledgers.next();
                count++;
            }
            return OptionalLong.of(count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (MetadataException | ReplicationException | RuntimeException e) {
            LOG.warn("can't tell which ledgers lack a copy: {}", e.toString());
        }
        return OptionalLong.empty();
    }
}
