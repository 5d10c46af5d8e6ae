/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.MetadataStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Ids for producers, each given once in the life of the cluster. A broker takes them in blocks from a counter in the metadata
 * store; what is left of a block when the broker stops is never used.
 *
 * <p>For any thread; a lock guards the block in hand and those who wait for the next one, and is held for a few instructions.
 */
public final class ProducerIds {
    private static final int BLOCK = 1_000;
    private static final int MAX_WAITING = 10_000;

    private final MetadataStore store;
    private final Object lock = new Object();
    private final Deque<CompletableFuture<Long>> waiting = new ArrayDeque<>();
    private long next;
    private long end;
    private boolean fetching;

    /** The counter: the first id that no block has covered. */
    private record Counter(long next) {
        private static final NodeJson<Counter> JSON = new NodeJson<>(Counter.class, 1);

        Counter {
            if (next < 1) {
                throw new IllegalArgumentException("the next producer id is " + next + ", it has to be at least 1");
            }
        }
    }

    /** Ids from the counter in this store. */
    public ProducerIds(MetadataStore store) {
        this.store = store;
    }

    static byte[] firstBlock() {
        return Counter.JSON.encode(new Counter(1));
    }

    /**
     * An id from 1 up that was never given before. Fails with VarveException: UNAVAILABLE, or BUSY when 10,000 wait for one.
     */
    public CompletableFuture<Long> next() {
        CompletableFuture<Long> id = new CompletableFuture<>();
        synchronized (lock) {
            if (next < end) {
                return CompletableFuture.completedFuture(next++);
            }
            if (waiting.size() >= MAX_WAITING) {
                return CompletableFuture.failedFuture(new VarveException(
                        ErrorCode.BUSY, waiting.size() + " producers wait for an id, allowed are " + MAX_WAITING));
            }
            waiting.add(id);
            if (fetching) {
                return id;
            }
            fetching = true;
        }
        fetch();
        return id;
    }

    private void fetch() {
        Futures.finish(Failures.untilUncontended("producer id", this::takeBlock), this::give, this::refuse);
    }

    /** A block whose reply was lost is not used: it may be ours or not, and there are enough. */
    private CompletableFuture<Long> takeBlock() {
        return store.get(ClusterPaths.PRODUCER_IDS).thenCompose(found -> {
            if (found.isEmpty()) {
                throw new VarveException(
                        ErrorCode.UNAVAILABLE,
                        "the metadata store holds no producer ids: the cluster has to be initialised first");
            }
            long first = Counter.JSON
                    .decode(ClusterPaths.PRODUCER_IDS, found.get().bytes())
                    .next();
            return store.compareAndSet(
                            ClusterPaths.PRODUCER_IDS,
                            Counter.JSON.encode(new Counter(first + BLOCK)),
                            found.get().version())
                    .thenApply(version -> first);
        });
    }

    private void give(long first) {
        List<CompletableFuture<Long>> served = new ArrayList<>();
        boolean more;
        synchronized (lock) {
            next = first;
            end = first + BLOCK;
            while (served.size() < BLOCK && !waiting.isEmpty()) {
                served.add(waiting.remove());
            }
            next += served.size();
            more = !waiting.isEmpty();
            fetching = more;
        }
        for (int i = 0; i < served.size(); i++) {
            served.get(i).complete(first + i);
        }
        if (more) {
            fetch();
        }
    }

    private void refuse(Throwable failure) {
        List<CompletableFuture<Long>> refused;
        synchronized (lock) {
            refused = List.copyOf(waiting);
            waiting.clear();
            fetching = false;
        }
        refused.forEach(id -> id.completeExceptionally(failure));
    }
}
