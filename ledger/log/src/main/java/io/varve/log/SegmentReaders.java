/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Readers of ledgers, each opened once, for the time of an opening. */
final class SegmentReaders {
    private final LedgerStore ledgers;
    private final Map<Long, CompletableFuture<LedgerReader>> readers = new HashMap<>();

    SegmentReaders(LedgerStore ledgers) {
        this.ledgers = ledgers;
    }

    CompletableFuture<LedgerReader> of(Segment segment) {
        return readers.computeIfAbsent(segment.ledgerId(), ledgers::open);
    }

    void close() {
        for (CompletableFuture<LedgerReader> reader : readers.values()) {
            CompletableFuture<Void> unused = reader.thenAccept(LedgerReader::close);
        }
    }
}
