/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link LedgerStore} promises while one of three bookies is slower than the others. */
public abstract class SlowBookieContract {
    /** More than the system's own buffers of a connection take. */
    private static final int MUCH = 24 << 20;

    private static final int LARGE = 256 << 10;
    private static final int SMALL = 8 << 10;

    /** What a store may add to an entry. */
    private static final int HEADER = 128;

    /** The store of the broker under test; closed by whoever opened it. */
    protected abstract LedgerStore store();

    /** Lets one bookie take nothing more of what is sent to it, or go on. */
    protected abstract void slowBookie(boolean slow);

    @AfterEach
    void catchUp() {
        slowBookie(false);
    }

    @Test
    void largeEntriesCountUntilTheSlowestBookieHasTakenThem() {
        LedgerWriter writer = create();
        slowBookie(true);
        append(writer, MUCH / LARGE, LARGE);
        assertThat(held()).isBetween((long) LARGE, (long) MUCH / LARGE * (LARGE + HEADER));
        slowBookie(false);
        awaitNothingHeld();
    }

    @Test
    void smallEntriesCountUntilTheSlowestBookieHasTakenThem() {
        LedgerWriter writer = create();
        slowBookie(true);
        append(writer, MUCH / SMALL, SMALL);
        assertThat(held()).isBetween((long) SMALL, (long) MUCH / SMALL * (SMALL + HEADER));
        slowBookie(false);
        awaitNothingHeld();
    }

    @Test
    void closingTheLedgerFreesNothing() {
        LedgerWriter writer = create();
        slowBookie(true);
        append(writer, MUCH / LARGE, LARGE);
        await(writer.close());
        assertThat(held()).isGreaterThanOrEqualTo(LARGE);
        slowBookie(false);
        awaitNothingHeld();
    }

    @Test
    void nothingIsHeldWhenAllBookiesKeepUp() {
        LedgerWriter writer = create();
        append(writer, 100, SMALL);
        append(writer, 10, LARGE);
        awaitNothingHeld();
    }

    @Test
    void listenersHearWhenThereIsLess() {
        AtomicLong least = new AtomicLong();
        Runnable listener = () -> least.accumulateAndGet(held(), Math::min);
        LedgerWriter writer = create();
        slowBookie(true);
        append(writer, MUCH / LARGE, LARGE);
        least.set(Long.MAX_VALUE);
        store().unsent().addListener(listener);
        slowBookie(false);
        awaitTrue(() -> least.get() == 0);
        store().unsent().removeListener(listener);
    }

    private LedgerWriter create() {
        return await(store().create(new LedgerSpec("cluster", 0, 1, 1, Quorum.THREE)));
    }

    private long held() {
        return store().unsent().bytes();
    }

    private void awaitNothingHeld() {
        awaitTrue(() -> held() == 0);
    }

    private static void append(LedgerWriter writer, int count, int bytes) {
        List<CompletableFuture<Long>> appended = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            appended.add(
                    writer.append(PooledByteBufAllocator.DEFAULT.buffer(bytes).writeZero(bytes)));
        }
        appended.forEach(TestLedgers::await);
    }
}
