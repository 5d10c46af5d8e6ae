/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many answers as one. */
final class Gather {
    private Gather() {}

    /** All values in the order of their futures, or the first failure. */
    static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    List<T> values = new ArrayList<>();
                    futures.forEach(future -> values.add(future.join()));
                    return values;
                });
    }
}
