/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.record;

import java.time.Instant;

/**
 * Where a record was stored.
 *
 * @param topic as the producer was given it
 * @param partition from 0
 * @param offset dense within the partition; {@link #UNKNOWN_OFFSET} if the producer asked for no acknowledgement
 * @param appendTime when it was appended by the broker's clock; the time of sending without acknowledgement; 1970 for a duplicate
 * @param duplicate whether a record with the same message id, or this very one by an attempt whose answer was lost, stood there
 *     already: nothing was stored now
 */
public record RecordPosition(String topic, int partition, long offset, Instant appendTime, boolean duplicate) {
    /** The offset of a record that was sent without asking for an acknowledgement. */
    public static final long UNKNOWN_OFFSET = -1;

    /** Of a record that was stored now. */
    public RecordPosition(String topic, int partition, long offset, Instant appendTime) {
        this(topic, partition, offset, appendTime, false);
    }
}
