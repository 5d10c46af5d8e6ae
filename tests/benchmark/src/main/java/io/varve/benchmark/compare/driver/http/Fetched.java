/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a poll, or of a read without a group.
 *
 * @param member who got them; of a poll
 * @param memberEpoch what fences the member's commits; of a poll
 * @param nextOffset where to go on; of a read
 */
record Fetched(List<Item> records, @Nullable String member, long memberEpoch, long nextOffset) {
    private static final byte[] NOTHING = {};

    /**
     * A record.
     *
     * @param value decoded; null for a deletion
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Item(int partition, long offset, byte @Nullable [] value) {
        /** The value; empty for a deletion. */
        byte[] bytes() {
            return value == null ? NOTHING : value;
        }
    }
}
