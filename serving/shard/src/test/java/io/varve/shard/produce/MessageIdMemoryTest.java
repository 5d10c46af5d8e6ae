/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageIdMemoryTest {
    private final MessageIdMemory memory = new MessageIdMemory(100);
    private final MessageIdMemory.Share first = memory.share();
    private final MessageIdMemory.Share second = memory.share();

    @Test
    void sharesTakeFromOneLimit() {
        assertThat(first.take(60)).isTrue();
        assertThat(second.take(41)).isFalse();
        assertThat(second.take(40)).isTrue();
        assertThat(memory.usedBytes()).isEqualTo(100);
        assertThat(first.take(0)).isTrue();
        assertThat(first.take(1)).isFalse();
    }

    @Test
    void whatWasTakenAndNotUsedAndWhatWasForgottenComesBack() {
        assertThat(first.take(60)).isTrue();
        first.settle(20);
        assertThat(memory.usedBytes()).isEqualTo(20);
        second.settle(30);
        first.close();
        assertThat(memory.usedBytes()).isEqualTo(30);
        first.settle(20);
        first.close();
        assertThat(memory.usedBytes()).isEqualTo(30);
    }

    @Test
    void whatIsBroughtAlongCountsBeyondTheLimitAndNobodyTakesMore() {
        first.settle(150);
        assertThat(memory.usedBytes()).isEqualTo(150);
        assertThat(first.take(0)).isFalse();
        assertThat(second.take(1)).isFalse();
        first.settle(99);
        assertThat(second.take(1)).isTrue();
    }

    @Test
    void manyLoopsNeverTakeMoreThanThereIs() {
        MessageIdMemory shared = new MessageIdMemory(10_000);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<CompletableFuture<Long>> loops = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            MessageIdMemory.Share share = shared.share();
            loops.add(CompletableFuture.supplyAsync(
                    () -> IntStream.range(0, 1_000)
                            .filter(step -> share.take(7))
                            .count(),
                    threads));
        }
        long taken = loops.stream().mapToLong(CompletableFuture::join).sum();
        threads.shutdown();
        assertThat(taken).isEqualTo(10_000 / 7);
        assertThat(shared.usedBytes()).isEqualTo(7 * taken);
    }

    @Test
    void theLimitHasALeast() {
        assertThat(new MessageIdConfig(1 << 20).messageIdBytes()).isEqualTo(1 << 20);
        assertThatThrownBy(() -> new MessageIdConfig(1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048576")
                .hasMessageContaining("1000");
    }
}
