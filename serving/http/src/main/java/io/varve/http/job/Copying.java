/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import io.varve.replay.checkpoint.Checkpoint;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The copying of records into another topic, and how far it is.
 *
 * @param target the topic that gets copies
 * @param targetId its id: another topic that is created under the name isn't the target
 * @param rate records a second, at most
 * @param checkpoint what is left to do; its mark is 0
 * @param ends offsets of the target's partitions, at or behind which the copies are that were made since the checkpoint
 */
public record Copying(String target, UUID targetId, long rate, Checkpoint checkpoint, Map<Integer, Long> ends) {
    /** Both maps in the order of partitions. */
    public Copying {
        checkpoint = checkpoint.at(0);
        ends = Collections.unmodifiableMap(new TreeMap<>(ends));
    }

    /** The same at a later checkpoint. */
    public Copying at(Checkpoint next, Map<Integer, Long> nextEnds) {
        return new Copying(target, targetId, rate, next, nextEnds);
    }
}
