/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import java.util.concurrent.CompletableFuture;

/** What application threads hand to a producer's loop, in order. */
sealed interface Incoming permits OutRecord, Incoming.FlushPoint {
    /** Completes when every record before it is done. */
    record FlushPoint(CompletableFuture<Void> done) implements Incoming {}
}
