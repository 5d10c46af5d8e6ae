/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Who a topic belongs to: the key of an object that holds one topic's data alone names its tenant. */
@FunctionalInterface
public interface Tenants {
    /** The tenant of a topic; a failure fails the tiering, to be tried again. Called on the tierer's threads. */
    CompletableFuture<String> tenantOf(UUID topicId);
}
