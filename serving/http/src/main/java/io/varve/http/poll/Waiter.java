/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.poll;

import io.varve.client.reader.PollLimit;
import java.util.concurrent.CompletableFuture;

/** A poll that waits for records. */
record Waiter(PollLimit limit, long deadlineNanos, CompletableFuture<Polled> answer) {
    long leftNanos() {
        return Math.max(0, deadlineNanos - System.nanoTime());
    }
}
