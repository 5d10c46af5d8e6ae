/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;

/** Those who wait until everything below a sequence is in sealed segments. */
final class Sealings {
    private record Sealing(long boundary, List<Segment> sealed, CompletableFuture<List<Segment>> done) {}

    private final List<Sealing> waiting = new ArrayList<>();

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    CompletableFuture<List<Segment>> add(long boundary) {
        Sealing sealing = new Sealing(boundary, new ArrayList<>(), new CompletableFuture<>());
        waiting.add(sealing);
        return sealing.done;
    }

    void sealed(Segment segment) {
        waiting.forEach(sealing -> sealing.sealed.add(segment));
    }

    /** @param isSealed whether everything below a sequence is sealed now */
    void finish(LongPredicate isSealed) {
        if (waiting.isEmpty()) {
            return;
        }
        List<Sealing> done = waiting.stream()
                .filter(sealing -> isSealed.test(sealing.boundary))
                .toList();
        waiting.removeAll(done);
        done.forEach(sealing -> sealing.done.complete(List.copyOf(sealing.sealed)));
    }

    void stop(StoreException reason) {
        List<Sealing> stopped = List.copyOf(waiting);
        waiting.clear();
        stopped.forEach(sealing -> sealing.done.completeExceptionally(reason));
    }
}
