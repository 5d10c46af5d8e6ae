/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a ledger store still holds in memory of entries that were answered, because a bookie slower than the ack quorum hasn't
 * taken them: of all its ledgers, also of those that were closed or failed. Only the store knows when it lets go of them, so
 * whoever bounds what is appended counts these bytes along with what has no answer yet (I9). Safe for any thread.
 */
public final class UnsentBytes {
    private final AtomicLong bytes = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** How many there are now. */
    public long bytes() {
        return bytes.get();
    }

    /** Calls {@code listener} whenever there are fewer, on any thread, so it must be quick. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /** Ends {@link #addListener}. */
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** For the store: so many bytes were answered and are held. */
    public void hold(long count) {
        bytes.addAndGet(count);
    }

    /** For the store: so many of them aren't held any more. */
    public void letGo(long count) {
        bytes.addAndGet(-count);
        for (Runnable listener : listeners) {
            listener.run();
        }
    }
}
