/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Instant;
import java.util.UUID;

/**
 * A deleted topic.
 *
 * @param name the name it had
 * @param id the id that it keeps when it is restored
 * @param partitions how many it has
 * @param deleted when it was deleted
 * @param restorableUntil when its records go for good; the same as {@code deleted} if they went at once
 */
public record DeletedTopic(String name, UUID id, int partitions, Instant deleted, Instant restorableUntil) {
    /** Whether it was kept at all. */
    public boolean isRestorable() {
        return restorableUntil.isAfter(deleted);
    }
}
