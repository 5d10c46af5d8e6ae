/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.bookkeeper;

import io.netty.buffer.Unpooled;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.bookkeeper.client.api.WriteAdvHandle;

/** A ledger that is written here, by any number of senders. */
final class WrittenLedger {
    private final WriteAdvHandle handle;
    private final AtomicLong nextEntry = new AtomicLong();

    WrittenLedger(WriteAdvHandle handle) {
        this.handle = handle;
    }

    WriteAdvHandle handle() {
        return handle;
    }

    /** Appends an entry; done when enough copies are on disk. */
    CompletableFuture<Long> append(byte[] value) {
        return handle.writeAsync(nextEntry.getAndIncrement(), Unpooled.wrappedBuffer(value));
    }
}
