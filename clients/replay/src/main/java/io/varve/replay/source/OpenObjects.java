/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.source;

import io.varve.objects.BlockingPool;
import io.varve.objects.ObjectStore;
import io.varve.objects.format.ObjectReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Objects whose directories are read, a bounded number of them: partitions that share a pack open it once. For one thread. */
final class OpenObjects {
    private static final int MAX_OPEN = 64;

    private final ObjectStore store;
    private final Map<String, CompletableFuture<ObjectReader>> open = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<ObjectReader>> eldest) {
            return size() > MAX_OPEN;
        }
    };

    OpenObjects(ObjectStore store) {
        this.store = store;
    }

    /** Begins to open an object that will be needed. */
    void prepare(String key) {
        var unused = opened(key);
    }

    /** Waits for an object; {@code StoreException} as {@link ObjectReader#open}. */
    ObjectReader get(String key) {
        return BlockingPool.await(opened(key));
    }

    private CompletableFuture<ObjectReader> opened(String key) {
        return open.computeIfAbsent(key, it -> ObjectReader.open(store, it));
    }
}
