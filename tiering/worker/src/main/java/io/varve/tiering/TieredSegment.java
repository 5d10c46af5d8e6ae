/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import io.varve.log.record.TieredObject;
import java.util.List;

/**
 * A segment whose batches stand in objects that were read back.
 *
 * @param ledgerId the segment's ledger
 * @param objects what was written, in the order of their keys' sequences; empty when nothing of the segment is kept
 */
public record TieredSegment(long ledgerId, List<TieredObject> objects) {
    public TieredSegment {
        objects = List.copyOf(objects);
    }
}
