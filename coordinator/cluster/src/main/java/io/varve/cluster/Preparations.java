/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Which moves are made now, and which wait until the broker that gets the shard is prepared for it: that one follows the shard's
 * log while its owner goes on serving, so that a move interrupts nobody for long. A broker that doesn't get ready gets the shard
 * all the same after a while, and replays then. What is remembered here only delays moves.
 *
 * <p>Used by one thread at a time.
 */
final class Preparations {
    /** A replay of the usual length takes a second; clients don't notice this wait. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final ShardClaims claims;
    private final Standbys standbys;
    private final LongSupplier nanoTime;
    private final Map<Integer, Begun> begun = new HashMap<>();

    private record Begun(Assignee to, long atNanos) {}

    Preparations(ShardClaims claims, Standbys standbys, LongSupplier nanoTime) {
        this.claims = claims;
        this.standbys = standbys;
        this.nanoTime = nanoTime;
    }

    /**
     * What to do about some moves.
     *
     * @param due moves to make now
     * @param standbys by shard the processes that are to prepare for the others
     */
    record Step(List<Move> due, SortedMap<Integer, Assignee> standbys) {}

    /** Sorts the moves that may be under way. */
    CompletableFuture<Step> sort(List<Move> moves, SortedMap<String, Broker> live) {
        Set<Integer> shards = moves.stream().map(Move::shard).collect(Collectors.toSet());
        begun.keySet().retainAll(shards);
        return claims.read(shards).thenCompose(claimed -> standbys.read(shards)
                .thenApply(prepared -> sort(moves, live, claimed, prepared)));
    }

    private Step sort(
            Collection<Move> moves,
            SortedMap<String, Broker> live,
            Map<Integer, ShardClaim> claimed,
            Map<Integer, StandbyNode> prepared) {
        List<Move> due = new ArrayList<>();
        SortedMap<Integer, Assignee> expected = new TreeMap<>();
        Set<Assignee> alive = live.values().stream().map(Broker::assignee).collect(Collectors.toSet());
        for (Move move : moves) {
            Optional<Assignee> to = Optional.ofNullable(live.get(move.to())).map(Broker::assignee);
            if (to.isEmpty()) {
                continue;
            }
            Optional<ShardClaim> served = Optional.ofNullable(claimed.get(move.shard()))
                    .filter(claim -> claim.server()
                            .filter(server -> alive.contains(server) && !server.equals(to.get()))
                            .isPresent());
            boolean isPrepared = served.isPresent()
                    && Optional.ofNullable(prepared.get(move.shard()))
                            .filter(standby ->
                                    standby.isPrepared(to.get(), served.get().epoch()))
                            .isPresent();
            if (served.isEmpty() || isPrepared || hasWaited(move.shard(), to.get())) {
                due.add(move);
                begun.remove(move.shard());
            } else {
                expected.put(move.shard(), to.get());
            }
        }
        return new Step(due, expected);
    }

    private boolean hasWaited(int shard, Assignee to) {
        long now = nanoTime.getAsLong();
        Begun known = begun.get(shard);
        if (known == null || !known.to.equals(to)) {
            begun.put(shard, new Begun(to, now));
            return false;
        }
        return now - known.atNanos > PATIENCE_NANOS;
    }
}
