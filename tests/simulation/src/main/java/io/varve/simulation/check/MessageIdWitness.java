/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.check;

import io.varve.log.record.IdHash;
import io.varve.log.record.MessageIdMark;
import io.varve.shard.state.PartitionKey;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The message ids of one partition, as its log has them. One that is remembered isn't stored again; none is forgotten before its
 * window has passed; and where a producer is told that its record is, the log has a record with this id, which is new to one of
 * them at most.
 */
public final class MessageIdWitness {
    private final PartitionKey key;
    private final Verdict verdict;
    private final InstantSource latest;
    private final Map<IdHash, Place> remembered = new HashMap<>();
    private final Map<Long, IdHash> stored = new HashMap<>();
    private final Set<Long> toldAsNew = new HashSet<>();
    private long windowMs;

    private record Place(long offset, int bucket, long appendMs) {}

    MessageIdWitness(PartitionKey key, Verdict verdict, InstantSource latest) {
        this.key = key;
        this.verdict = verdict;
        this.latest = latest;
    }

    /** For how long the topic remembers ids, in ms by append time. */
    public void window(long ms) {
        windowMs = ms;
    }

    /** A record with an id is in the log. */
    void stored(MessageIdMark mark, long offset, long appendMs) {
        Place before = remembered.put(mark.hash(), new Place(offset, mark.bucket(), appendMs));
        verdict.unless(
                before == null,
                () -> "the message id of offset " + offset + " of " + key + " was stored before: " + before);
        stored.put(offset, mark.hash());
    }

    /** The log forgets these slices of the window. */
    void forgotten(List<Integer> buckets) {
        remembered.values().removeIf(place -> {
            boolean gone = buckets.contains(place.bucket);
            verdict.unless(
                    !gone || latest.millis() - place.appendMs >= windowMs,
                    () -> "a message id of " + key + " was forgotten within " + windowMs + " ms: " + place);
            return gone;
        });
    }

    /** The partition is deleted. */
    void deleted() {
        remembered.clear();
    }

    /**
     * A producer was told where the record with its id is.
     *
     * @param duplicate whether it was told that it was stored before
     */
    public void answered(IdHash id, long offset, boolean duplicate) {
        verdict.unless(
                id.equals(stored.get(offset)),
                () -> "a record with a message id was said to be at offset " + offset + " of " + key
                        + ", the log has another one there, or none");
        verdict.unless(
                duplicate || toldAsNew.add(offset),
                () -> "the record at offset " + offset + " of " + key + " was said to be new to two producers");
    }
}
