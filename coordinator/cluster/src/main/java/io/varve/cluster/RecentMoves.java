/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Shards that were moved for balance a moment ago. They stay where they are until the rates tell what the move has changed. A
 * controller that takes over knows of none; then a shard moves once more than it had to, at worst.
 *
 * <p>Used by one thread at a time.
 */
final class RecentMoves {
    /** Rates are smoothed over a minute, and reported twice in it at most. */
    private static final long REST_NANOS = Duration.ofMinutes(5).toNanos();

    private final LongSupplier nanoTime;
    private final Map<Integer, Moved> moved = new HashMap<>();

    private record Moved(Assignee to, long atNanos) {}

    RecentMoves(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Shards that should stay where they are. One that was assigned to somebody else since is none of them. */
    Set<Integer> resting(SortedMap<Integer, Assignee> assigned) {
        long now = nanoTime.getAsLong();
        moved.entrySet()
                .removeIf(move -> !move.getValue().to.equals(assigned.get(move.getKey()))
                        || now - move.getValue().atNanos > REST_NANOS);
        return new TreeSet<>(moved.keySet());
    }

    /** These were assigned now. */
    void made(Collection<Move> moves, SortedMap<Integer, Assignee> assigned) {
        long now = nanoTime.getAsLong();
        moves.stream().filter(move -> move.reason() == Move.Reason.BALANCE).forEach(move -> Optional.ofNullable(
                        assigned.get(move.shard()))
                .ifPresent(to -> moved.put(move.shard(), new Moved(to, now))));
    }
}
