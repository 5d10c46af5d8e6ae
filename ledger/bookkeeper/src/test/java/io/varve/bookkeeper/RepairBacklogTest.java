/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RepairBacklogTest {
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private long lacking = 3;
    private long nowNanos;
    private final RepairBacklog backlog =
            new RepairBacklog(() -> OptionalLong.of(lacking), threads::add, () -> nowNanos);

    @Test
    void allWhoAskAtTheSameTimeShareOneCount() {
        CompletableFuture<OptionalLong> first = backlog.count();
        nowNanos += 2 * RepairBacklog.KEPT.toNanos();
        CompletableFuture<OptionalLong> second = backlog.count();
        assertThat(threads).hasSize(1);
        assertThat(second).isNotDone();
        threads.remove().run();
        assertThat(first).isCompletedWithValue(OptionalLong.of(3));
        assertThat(second).isCompletedWithValue(OptionalLong.of(3));
    }

    @Test
    void aCountGoesForAWhile() {
        CompletableFuture<OptionalLong> first = backlog.count();
        threads.remove().run();
        assertThat(first).isCompleted();
        lacking = 2;
        nowNanos += RepairBacklog.KEPT.toNanos() - 1;
        assertThat(backlog.count()).isCompletedWithValue(OptionalLong.of(3));
        assertThat(threads).isEmpty();
        nowNanos++;
        CompletableFuture<OptionalLong> again = backlog.count();
        assertThat(again).isNotDone();
        threads.remove().run();
        assertThat(again).isCompletedWithValue(OptionalLong.of(2));
    }
}
