/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Moves that were assigned and haven't ended, so that only so many shards are interrupted at the same time. A controller that
 * takes over knows of none, and may have as many again under way for a moment.
 *
 * <p>Used by one thread at a time.
 */
final class MovesUnderWay {
    /** A move that takes longer is a case for the brokers' own retries, and must not hold up all others. */
    private static final long GIVE_UP_NANOS = Duration.ofSeconds(60).toNanos();

    private final ShardClaims claims;
    private final int atOnce;
    private final LongSupplier nanoTime;
    private final Map<Integer, Started> started = new HashMap<>();

    private record Started(Assignee to, long atNanos) {}

    MovesUnderWay(ShardClaims claims, int atOnce, LongSupplier nanoTime) {
        this.claims = claims;
        this.atOnce = atOnce;
        this.nanoTime = nanoTime;
    }

    /** How many more shards may move now. */
    CompletableFuture<Integer> room(SortedMap<Integer, Assignee> assigned) {
        return claims.read(started.keySet()).thenApply(read -> {
            long now = nanoTime.getAsLong();
            started.entrySet().removeIf(move -> {
                int shard = move.getKey();
                Assignee to = move.getValue().to;
                ShardClaim claim = read.get(shard);
                boolean served = claim != null
                        && (claim.isDamaged()
                                || claim.server().filter(to::equals).isPresent());
                return served || !to.equals(assigned.get(shard)) || now - move.getValue().atNanos > GIVE_UP_NANOS;
            });
            return Math.max(0, atOnce - started.size());
        });
    }

    /** These were assigned now. */
    void started(Collection<Move> moves, SortedMap<Integer, Assignee> assigned) {
        moves.forEach(move -> {
            Assignee to = assigned.get(move.shard());
            if (to != null) {
                started.put(move.shard(), new Started(to, nanoTime.getAsLong()));
            }
        });
    }

    boolean isEmpty() {
        return started.isEmpty();
    }
}
