/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.bookkeeper;

import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Reads ledgers, a batch of each in turn; there are no groups. */
final class LedgerReceiver implements Receiver {
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final List<LedgerCursor> cursors;
    private int next;

    LedgerReceiver(List<LedgerCursor> cursors) {
        this.cursors = List.copyOf(cursors);
    }

    @Override
    public int poll(Duration timeout, RecordSink sink) {
        long deadline = System.nanoTime() + timeout.toNanos();
        do {
            for (int i = 0; i < cursors.size(); i++) {
                LedgerCursor cursor = cursors.get(next);
                next = (next + 1) % cursors.size();
                if (cursor.hasMore()) {
                    return cursor.next(timeout, sink);
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        } while (System.nanoTime() < deadline);
        return 0;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
