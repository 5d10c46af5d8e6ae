/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A group's move to records that it has read before: done when the job is made, since the group reads on by itself.
 *
 * @param group who reads them again
 * @param offsets how many it reads again
 * @param firstOffsets by partition, where it reads on
 */
public record Moving(String group, long offsets, Map<Integer, Long> firstOffsets) {
    /** In the order of partitions. */
    public Moving {
        firstOffsets = Collections.unmodifiableMap(new TreeMap<>(firstOffsets));
    }
}
