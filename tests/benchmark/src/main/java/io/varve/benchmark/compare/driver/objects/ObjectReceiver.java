/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.objects;

import io.varve.bench.driver.Receiver;
import io.varve.bench.driver.RecordSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Reads objects one after the other in ranges, some of them ahead. */
final class ObjectReceiver implements Receiver {
    private record Range(StoredObject object, int from, int length) {}

    private final Bucket bucket;
    private final int parallel;
    private final Iterator<Range> ranges;
    private final Deque<CompletableFuture<byte[]>> ahead = new ArrayDeque<>();
    private final LengthFrames frames = new LengthFrames();

    /** @param rangeBytes of each read; what is left of an object may be less */
    ObjectReceiver(Bucket bucket, List<StoredObject> objects, int parallel, int rangeBytes) {
        this.bucket = bucket;
        this.parallel = parallel;
        this.ranges = objects.stream()
                .flatMap(object -> IntStream.iterate(0, from -> from < object.length(), from -> from + rangeBytes)
                        .mapToObj(from -> new Range(object, from, Math.min(rangeBytes, object.length() - from))))
                .iterator();
    }

    boolean hasMore() {
        return !ahead.isEmpty() || ranges.hasNext();
    }

    @Override
    public int poll(Duration timeout, RecordSink sink) {
        while (ahead.size() < parallel && ranges.hasNext()) {
            Range range = ranges.next();
            ahead.add(bucket.get(range.object.key(), range.from, range.length));
        }
        CompletableFuture<byte[]> next = ahead.peek();
        if (next == null) {
            return 0;
        }
        try {
            byte[] content = next.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            ahead.remove();
            return frames.add(content, sink);
        } catch (TimeoutException e) {
            return 0;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an object can't be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        ahead.forEach(range -> range.cancel(true));
    }
}
