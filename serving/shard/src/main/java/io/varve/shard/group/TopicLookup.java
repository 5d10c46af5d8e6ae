/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.group;

import io.varve.cluster.TopicRecord;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds the present record of a topic; empty when it doesn't exist. Completes on any thread. */
@FunctionalInterface
public interface TopicLookup {
    /**
     * Creates it.
     *
     * @param topic full name
     */
    CompletableFuture<Optional<TopicRecord>> find(String topic);
}
