/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.time.Duration;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.bookkeeper.meta.LedgerUnderreplicationManager;
import org.apache.bookkeeper.meta.MetadataClientDriver;
import org.apache.bookkeeper.meta.UnderreplicatedLedger;
import org.apache.bookkeeper.meta.exceptions.MetadataException;
import org.apache.bookkeeper.replication.ReplicationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What BookKeeper's own repair (its auditor and its replication workers) still has to do. Counting it takes a thread and many
 * reads of ZooKeeper, so that all who ask at the same time share one count, and those who ask soon after get the same. For any
 * thread.
 */
final class RepairBacklog {
    private static final Logger LOG = LoggerFactory.getLogger(RepairBacklog.class);

    /** More than anybody counts by hand; each costs a read of ZooKeeper. */
    private static final int MOST = 10_000;

    static final Duration KEPT = Duration.ofSeconds(10);

    private final Supplier<OptionalLong> reading;
    private final Executor executor;
    private final LongSupplier nanoTime;
    /** Guarded by this. */
    private @Nullable CompletableFuture<OptionalLong> last;

    private volatile long countedNanos;

    /**
     * Nothing is counted before somebody asks.
     *
     * @param reading counts, and blocks
     * @param executor where that may be done
     * @param nanoTime monotonic time
     */
    RepairBacklog(Supplier<OptionalLong> reading, Executor executor, LongSupplier nanoTime) {
        this.reading = reading;
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    /** How many ledgers lack a copy, as of a moment ago; empty if that can't be told. */
    synchronized CompletableFuture<OptionalLong> count() {
        CompletableFuture<OptionalLong> known = last;
        if (known == null || (known.isDone() && nanoTime.getAsLong() - countedNanos >= KEPT.toNanos())) {
            known = CompletableFuture.supplyAsync(reading, executor)
                    .whenComplete((count, failure) -> countedNanos = nanoTime.getAsLong());
            last = known;
        }
        return known.copy();
    }

    /** How many ledgers the auditor has found to lack a copy, counted to 10,000; empty if that can't be told. Blocks. */
    static OptionalLong read(MetadataClientDriver metadata) {
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
