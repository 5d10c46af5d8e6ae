/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.protocol.error.StoreException;
import org.junit.jupiter.api.Test;

class MemorySlowBookieTest extends SlowBookieContract {
    private final MemoryLedgerStore store = new MemoryLedgerStore(Runnable::run);

    @Override
    protected LedgerStore store() {
        return store;
    }

    @Override
    protected void slowBookie(boolean slow) {
        store.faults().slowBookie(slow);
    }

    @Test
    void entryThatFailedCountsAsWell() {
        LedgerWriter writer = await(store.create(new LedgerSpec("cluster", 0, 1, 1, Quorum.THREE)));
        slowBookie(true);
        store.faults().failAppends(1);
        assertThatExceptionOfType(StoreException.UnknownOutcome.class)
                .isThrownBy(() -> await(writer.append(entry("entry-0"))));
        assertThat(store.unsent().bytes()).isEqualTo("entry-0".length());
    }
}
