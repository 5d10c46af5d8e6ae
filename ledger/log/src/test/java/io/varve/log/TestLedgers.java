/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/** What tests of ledger stores do all the time. */
public final class TestLedgers {
    private static final int PLENTY = 64 << 20;

    private TestLedgers() {}

    /** Waits for an answer, unwrapping the failure of the store. */
    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Waits for what the store does in its own time. */
    public static void awaitTrue(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            Thread.onSpinWait();
        }
    }

    /** A pooled buffer, so that a lost one is reported as a leak. */
    public static ByteBuf entry(String text) {
        return PooledByteBufAllocator.DEFAULT.buffer().writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends {@code entry-FIRST} and so on, and waits for the answers. */
    public static void appendAll(LedgerWriter writer, int first, int count) {
        List<CompletableFuture<Long>> appended = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            appended.add(writer.append(entry("entry-" + i)));
        }
        appended.forEach(TestLedgers::await);
    }

    /** Reads a range however many reads it takes, and releases it. */
    public static List<String> readAll(LedgerReader reader, long first, long last) {
        List<String> texts = new ArrayList<>();
        while (first + texts.size() <= last) {
            List<ByteBuf> entries = await(reader.read(first + texts.size(), last, PLENTY));
            assertThat(entries).isNotEmpty();
            entries.forEach(entry -> {
                texts.add(entry.toString(StandardCharsets.UTF_8));
                entry.release();
            });
        }
        return texts;
    }

    /** The texts that {@link #appendAll} wrote; both ends inclusive. */
    public static List<String> texts(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(i -> "entry-" + i).toList();
    }
}
