/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.cold;

import io.varve.objects.Failures;
import io.varve.objects.ObjectStore;
import io.varve.objects.format.ObjectDirectory;
import io.varve.objects.format.ObjectLocation;
import io.varve.objects.format.ObjectReader;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decoded directories, least recently used out first; each is read once at a time however many ask for it. All state is
 * guarded by this object's monitor, since readers come from every shard's loop; nothing under it blocks or calls out.
 */
final class DirectoryCache {
    /** A decoded directory takes about this many times the room of its bytes. */
    private static final int DECODED_FACTOR = 3;

    private final ObjectStore store;
    private final long maxBytes;
    private final LongAdder storeReads;
    private final LongAdder storeBytes;
    private final Map<String, CompletableFuture<ObjectDirectory>> loading = new HashMap<>();
    private final LinkedHashMap<String, Cached> cached = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    DirectoryCache(ObjectStore store, long maxBytes, LongAdder storeReads, LongAdder storeBytes) {
        this.store = store;
        this.maxBytes = maxBytes;
        this.storeReads = storeReads;
        this.storeBytes = storeBytes;
    }

    CompletableFuture<ObjectDirectory> get(ObjectLocation location) {
        CompletableFuture<ObjectDirectory> result;
        synchronized (this) {
            Cached hit = cached.get(location.key());
            if (hit != null) {
                return CompletableFuture.completedFuture(hit.directory);
            }
            CompletableFuture<ObjectDirectory> pending = loading.get(location.key());
            if (pending != null) {
                return pending;
            }
            result = new CompletableFuture<>();
            loading.put(location.key(), result);
        }
        storeReads.increment();
        storeBytes.add(location.directoryLength());
        CompletableFuture<ObjectReader> unused = ObjectReader.open(store, location)
                .whenComplete((reader, failure) -> {
                    if (failure != null) {
                        failed(location, result, Failures.cause(failure));
                    } else {
                        loaded(location, result, reader.directory());
                    }
                });
        return result;
    }

    private void loaded(ObjectLocation location, CompletableFuture<ObjectDirectory> result, ObjectDirectory directory) {
        synchronized (this) {
            loading.remove(location.key());
            add(location, directory);
        }
        result.complete(directory);
    }

    private void failed(ObjectLocation location, CompletableFuture<ObjectDirectory> result, Throwable failure) {
        synchronized (this) {
            loading.remove(location.key());
        }
        result.completeExceptionally(failure);
    }

    private void add(ObjectLocation location, ObjectDirectory directory) {
        Cached added = new Cached(directory, (long) location.directoryLength() * DECODED_FACTOR);
        cached.put(location.key(), added);
        bytes += added.bytes;
        for (Iterator<Cached> eldest = cached.values().iterator(); bytes > maxBytes && eldest.hasNext(); ) {
            bytes -= eldest.next().bytes;
            eldest.remove();
        }
    }

    private record Cached(ObjectDirectory directory, long bytes) {}
}
