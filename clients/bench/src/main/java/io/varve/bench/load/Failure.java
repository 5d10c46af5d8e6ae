/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The first thing that went wrong in a run, which ends it. */
final class Failure {
    private final AtomicReference<@Nullable String> first = new AtomicReference<>();

    /** Something went wrong; only the first counts. */
    void set(String why) {
        first.compareAndSet(null, why);
    }

    boolean isThere() {
        return first.get() != null;
    }

    /** What it was, if anything. */
    Optional<String> why() {
        return Optional.ofNullable(first.get());
    }
}
