/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.tier;

import io.varve.log.Segment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How long ledgers stay although they aren't needed any more. All that aren't needed wait at the same time: one after the other,
 * ledgers would be let go of more slowly than a busy shard makes them. Owned by the shard's loop.
 */
public final class LedgerDelays {
    private final long cleanMs;
    private final long recoveredMs;
    private final Map<Long, Long> sinceMs = new HashMap<>();

    /**
     * For the ledgers of one shard.
     *
     * @param clean after the verified copy, for ledgers that their own writer closed; at least 0
     * @param recovered after the verified copy, for those that a successor closed: their former writer may not know yet
     */
    public LedgerDelays(Duration clean, Duration recovered) {
        cleanMs = clean.toMillis();
        recoveredMs = recovered.toMillis();
    }

    /**
     * The longest run of oldest ledgers that have waited long enough, possibly empty.
     *
     * @param unneeded all ledgers that aren't needed now, oldest first; a wait begins when a ledger is first seen here
     * @param nowMs milliseconds since 1970
     */
    List<Segment> over(List<Segment> unneeded, long nowMs) {
        sinceMs.keySet().retainAll(unneeded.stream().map(Segment::ledgerId).collect(Collectors.toSet()));
        unneeded.forEach(segment -> sinceMs.putIfAbsent(segment.ledgerId(), nowMs));
        return unneeded.stream()
                .takeWhile(segment -> nowMs - sinceMs.getOrDefault(segment.ledgerId(), nowMs)
                        >= (segment.sealedByRecovery() ? recoveredMs : cleanMs))
                .toList();
    }
}
