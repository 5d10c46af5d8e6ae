/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.Change;
import io.varve.metadata.MetadataStore;
import io.varve.protocol.error.StoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** What operators want of the placement: brokers that should own nothing, and balance now. Reads are not cached. */
final class Intentions {
    private final MetadataStore store;

    Intentions(MetadataStore store) {
        this.store = store;
    }

    /**
     * What is wanted.
     *
     * @param draining since when, in ms since the epoch, by broker
     * @param balance version of the order's node; empty if there is none
     */
    record Snapshot(SortedMap<String, Long> draining, Optional<Integer> balance) {}

    CompletableFuture<Snapshot> read() {
        return draining().thenCompose(draining -> store.get(ClusterPaths.BALANCE)
                .thenApply(order -> new Snapshot(draining, order.map(node -> node.version()))));
    }

    private CompletableFuture<SortedMap<String, Long>> draining() {
        return store.children(ClusterPaths.DRAINING)
                .thenCompose(ids -> Futures.all(ids.stream()
                        .map(id -> store.get(ClusterPaths.draining(id)).thenApply(node -> Map.entry(id, node)))
                        .toList()))
                .thenApply(marks -> {
                    SortedMap<String, Long> draining = new TreeMap<>();
                    marks.forEach(mark -> mark.getValue().ifPresent(node -> {
                        String path = ClusterPaths.draining(mark.getKey());
                        draining.put(
                                mark.getKey(),
                                DrainMark.JSON.decode(path, node.bytes()).sinceMs());
                    }));
                    return draining;
                });
    }

    /** Marks a broker; a success when it is marked. */
    CompletableFuture<Void> drain(String brokerId, InstantSource clock) {
        return createIfAbsent(ClusterPaths.draining(brokerId), DrainMark.JSON.encode(new DrainMark(clock.millis())));
    }

    /** Takes a mark back; a success when there is none. */
    CompletableFuture<Void> undrain(String brokerId) {
        return ifPresent(store.delete(ClusterPaths.draining(brokerId), -1));
    }

    /** Orders balance; a success when it is ordered. */
    CompletableFuture<Void> balance(InstantSource clock) {
        return createIfAbsent(ClusterPaths.BALANCE, BalanceOrder.JSON.encode(new BalanceOrder(clock.millis())));
    }

    /** The order was carried out: removes it, together with the fence. */
    CompletableFuture<Void> balanced(int version, Change.Check fence) {
        return store.multi(List.of(fence, new Change.Delete(ClusterPaths.BALANCE, version)));
    }

    private CompletableFuture<Void> createIfAbsent(String path, byte[] bytes) {
        return store.create(path, bytes).exceptionallyCompose(failure -> {
            if (Failures.unwrap(failure) instanceof StoreException.Conflict) {
                return CompletableFuture.completedFuture(null);
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    private static CompletableFuture<Void> ifPresent(CompletableFuture<Void> deletion) {
        return deletion.exceptionallyCompose(failure -> {
            if (Failures.unwrap(failure) instanceof StoreException.NotFound) {
                return CompletableFuture.completedFuture(null);
            }
            return CompletableFuture.failedFuture(failure);
        });
    }
}
