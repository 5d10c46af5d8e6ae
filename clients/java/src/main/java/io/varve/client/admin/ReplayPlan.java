/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Instant;
import java.util.List;

/**
 * What it takes to read a range of a partition straight from objects.
 *
 * @param ranges in offset order and without holes; what follows the last one is read from the broker
 * @param firstOffset of the range
 * @param endOffset of the range, exclusive
 * @param objectStore where the objects are, as the broker was told
 * @param validUntil the objects aren't deleted before
 */
public record ReplayPlan(List<Range> ranges, long firstOffset, long endOffset, String objectStore, Instant validUntil) {
    /**
     * A partition's data in one object.
     *
     * @param objectKey the object
     * @param firstOffset the first in it
     * @param endOffset exclusive
     * @param position of the data in the object
     * @param length of the data in bytes
     * @param objectBytes of the whole object
     */
    public record Range(
            String objectKey, long firstOffset, long endOffset, long position, long length, long objectBytes) {}
}
