/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import io.varve.log.Segment;
import java.util.UUID;

/**
 * A segment to be tiered, and whose it is.
 *
 * @param clusterId the cluster
 * @param shard the shard whose log it is part of
 * @param incarnation the shard's incarnation
 * @param epoch of the claim under which it is tiered; its entries carry the segment's own
 * @param segment it must be sealed
 */
public record SegmentSource(UUID clusterId, int shard, int incarnation, int epoch, Segment segment) {
    public SegmentSource {
        if (segment.state() != Segment.State.SEALED) {
            throw new IllegalArgumentException("only a sealed segment can be tiered, not " + segment);
        }
    }

    @Override
    public String toString() {
        return "shard=" + shard + " ledger=" + segment.ledgerId();
    }
}
