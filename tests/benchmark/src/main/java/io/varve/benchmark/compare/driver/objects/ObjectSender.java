/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.objects;

import io.varve.bench.driver.Sender;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gathers records into an object and stores it when it is full, or when it has waited for half a second. */
final class ObjectSender implements Sender {
    private static final int OBJECT_BYTES = 64 << 20;
    private static final int WAIT_MILLIS = 500;

    private final Bucket bucket;
    private final String prefix;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** Guarded, with the two below, by this: the clock stores what the sender's thread gathered. */
    private final ByteBuffer content = ByteBuffer.allocate(OBJECT_BYTES);

    private final List<Acknowledgement> waiting = new ArrayList<>();
    private int stored;

    ObjectSender(Bucket bucket, String prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
        var unused = clock.scheduleWithFixedDelay(this::store, WAIT_MILLIS, WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void send(byte @Nullable [] key, byte[] value, Acknowledgement acknowledgement) {
        if (content.remaining() < Integer.BYTES + value.length) {
            store();
        }
        content.putInt(value.length).put(value);
        waiting.add(acknowledgement);
    }

    private synchronized void store() {
        if (content.position() == 0) {
            return;
        }
        String key = String.format(Locale.ROOT, "%s/%06d", prefix, stored++);
        CompletableFuture<@Nullable Throwable> outcome =
                bucket.put(key, content.array(), content.position()).handle((done, failure) -> failure);
        Throwable failure = outcome.join();
        waiting.forEach(acknowledgement -> acknowledgement.acknowledged(failure));
        waiting.clear();
        content.clear();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        store();
    }
}
