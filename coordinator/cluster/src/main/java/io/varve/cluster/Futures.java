/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@link CompletableFuture} lacks. */
final class Futures {
    private static final Logger LOG = LoggerFactory.getLogger(Futures.class);

    private Futures() {}

    /** Ends a chain: one of the two is called with the outcome, unwrapped. What they throw themselves is a defect, and logged. */
    static <T> void finish(CompletableFuture<T> future, Consumer<T> onResult, Consumer<Throwable> onFailure) {
        var unused = future.whenComplete((result, failure) -> {
            try {
                if (failure == null) {
                    onResult.accept(result);
                } else {
                    onFailure.accept(Failures.unwrap(failure));
                }
            } catch (RuntimeException | Error defect) {
                LOG.error("defect in the handling of an outcome", defect);
                throw defect;
            }
        });
    }

    /** The results in the order of the futures; fails when one fails, after all are done. */
    static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }
}
