/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.bookkeeper.conf.ServerConfiguration;
import org.apache.bookkeeper.replication.AutoRecoveryMain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs ledgers that lost a copy, for as long as its bookie runs. BookKeeper's own service ends when its ZooKeeper session does,
 * for good; this one starts it again.
 */
final class LedgerRepair implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerRepair.class);
    private static final int LOOK_SECONDS = 5;
    /** It takes leave of ZooKeeper, and waits for that when it is away. */
    private static final int STOP_SECONDS = 5;

    private final ServerConfiguration options;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "varve-ledger-repair");
        made.setDaemon(true);
        return made;
    });
    /** Only the thread uses it. */
    private @Nullable AutoRecoveryMain running;

    /** Begins as soon as it can; never fails. */
    LedgerRepair(ServerConfiguration options) {
        this.options = options;
        var unused = thread.scheduleWithFixedDelay(this::keepRunning, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void keepRunning() {
        AutoRecoveryMain last = running;
        if (last != null && last.isAutoRecoveryRunning()) {
            return;
        }
        try {
            // A client that finds no ZooKeeper leaves its threads behind; this one doesn't.
            if (!LedgersRoot.exists(options)) {
                return;
            }
            AutoRecoveryMain next = new AutoRecoveryMain(options);
            next.start();
            running = next;
            LOG.info("repair of ledgers {}", last == null ? "started" : "started again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("repair of ledgers can't start now: {}", e.toString());
        }
    }

    /** Stops it; what it was copying is copied again by others. Blocks. */
    @Override
    public void close() {
        thread.execute(() -> {
            if (running != null) {
                running.shutdown();
            }
        });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("repair of ledgers doesn't stop within {} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
