/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.log.SimulatedLoop;
import io.varve.log.record.Entry;
import io.varve.protocol.error.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerWindowsTest {
    private static final int LOADS = 2;
    private static final int ENTRY_BYTES = 100_000;
    private static final long LAST_ENTRY = 1_000;

    private record Asked(long ledgerId, long first, long last, CompletableFuture<List<Entry>> answer) {}

    private final SimulatedLoop loop = new SimulatedLoop();
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final WindowCache cache = new WindowCache(2L * LOADS * LedgerWindows.READ_BYTES);
    private final LedgerWindows shard = windows();
    private final LedgerWindows neighbour = windows();

    private LedgerWindows windows() {
        return new LedgerWindows(
                loop,
                (ledgerId, first, last, maxBytes) -> {
                    CompletableFuture<List<Entry>> answer = new CompletableFuture<>();
                    asked.add(new Asked(ledgerId, first, last, answer));
                    return answer;
                },
                cache);
    }

    @AfterEach
    void letGo() {
        shard.clear();
        neighbour.clear();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void readersOfOneWindowShareARead() {
        CompletableFuture<Void> one = shard.load(1, 3, LAST_ENTRY);
        CompletableFuture<Void> other = shard.load(1, 5, LAST_ENTRY);
        assertThat(asked).hasSize(1);
        answer();
        assertThat(one).isCompleted();
        assertThat(other).isCompleted();
        assertThat(shard.get(1, 5)).isNotNull();
        assertThat(shard.get(1, 8)).isNull();
        assertThat(neighbour.get(1, 5)).isNull();
    }

    @Test
    void soManyReadsAsTheBudgetAllowsAreUnderWayForAllShardsOfALoop() {
        List<CompletableFuture<Void>> loads = new ArrayList<>();
        for (long window = 0; window < 5; window++) {
            loads.add(shard.load(1, window * LedgerWindows.ENTRIES, LAST_ENTRY));
            loads.add(neighbour.load(2, window * LedgerWindows.ENTRIES, LAST_ENTRY));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(asked.size()).isLessThanOrEqualTo(LOADS);
            answer();
        }
        assertThat(loads).allSatisfy(load -> assertThat(load).isCompleted());
        assertThat(asked).isEmpty();
    }

    @Test
    void whatWasReadIsThereWhenItsReaderIsTold() {
        List<EntryView> found = new ArrayList<>();
        for (long window = 0; window < 30; window++) {
            long first = window * LedgerWindows.ENTRIES;
            CompletableFuture<Void> told =
                    shard.load(1, first, LAST_ENTRY).thenRun(() -> found.add(shard.get(1, first)));
            assertThat(told).isNotNull();
        }
        while (!asked.isEmpty()) {
            answer();
        }
        assertThat(found).hasSize(30).doesNotContainNull();
        assertThat(cache.bytes()).isLessThanOrEqualTo((long) LOADS * LedgerWindows.READ_BYTES);
    }

    @Test
    void aReadThatFailsMakesRoomForTheNext() {
        for (long window = 0; window < LOADS; window++) {
            assertThat(shard.load(1, window * LedgerWindows.ENTRIES, LAST_ENTRY))
                    .isNotDone();
        }
        CompletableFuture<Void> waits = neighbour.load(2, 0, LAST_ENTRY);
        asked.remove().answer().completeExceptionally(new StoreException.Unavailable("no bookie", null));
        loop.run();
        assertThat(asked).extracting(Asked::ledgerId).containsExactly(1L, 2L);
        answer();
        answer();
        assertThat(waits).isCompleted();
    }

    @Test
    void whatComesAfterItsShardWasClosedIsDropped() {
        CompletableFuture<Void> late = shard.load(1, 0, LAST_ENTRY);
        shard.clear();
        answer();
        assertThat(late).isCompleted();
        assertThat(shard.get(1, 0)).isNull();
        assertThat(cache.bytes()).isZero();
    }

    /** Answers the oldest read in full. */
    private void answer() {
        Asked next = asked.remove();
        List<Entry> entries = new ArrayList<>();
        for (long entry = next.first(); entry <= next.last(); entry++) {
            entries.add(Entries.entry(next.ledgerId(), entry, ENTRY_BYTES));
        }
        next.answer().complete(entries);
        loop.run();
    }
}
