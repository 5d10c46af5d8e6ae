/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.bookkeeper;

import io.varve.bench.driver.Sender;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Appends each record as an entry, to the ledgers in turn. */
final class LedgerSender implements Sender {
    private final List<WrittenLedger> ledgers;
    private final int permits;
    private final Semaphore room;
    private int next;

    /** @param inFlight of each ledger */
    LedgerSender(List<WrittenLedger> ledgers, int inFlight) {
        this.ledgers = ledgers;
        this.permits = inFlight * ledgers.size();
        this.room = new Semaphore(permits);
    }

    @Override
    public void send(byte @Nullable [] key, byte[] value, Acknowledgement acknowledgement) {
        room.acquireUninterruptibly();
        WrittenLedger ledger = ledgers.get(next);
        next = (next + 1) % ledgers.size();
        var unused = ledger.append(value).whenComplete((entry, failure) -> {
            room.release();
            acknowledgement.acknowledged(failure);
        });
    }

    /** The ledgers stay open: others may write to them, and their handles know their ends. */
    @Override
    public void close() {
        room.acquireUninterruptibly(permits);
        room.release(permits);
    }
}
