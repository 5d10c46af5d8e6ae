/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who has claimed a shard: the part of the shard's own node that concerns its placement. Only claimants and owners write that
 * node.
 *
 * @param epoch number of claims so far
 * @param owner the process that made the last one; null before the first
 * @param state {@code OWNED} when that process serves, {@code CLOSED} when it has let go; others stand in docs/formats.md
 * @param ledgers of its log, oldest first; null in a node without any
 */
public record ShardClaim(
        int epoch,
        @Nullable Assignee owner,
        String state,
        @Nullable List<Ledger> ledgers) {
    /** What a node says of a ledger, as far as this view needs it. */
    public record Ledger(Quorum quorum) {
        /** Of its copies. */
        public record Quorum(int ensemble) {}
    }

    static final NodeJson<ShardClaim> JSON = new NodeJson<>(ShardClaim.class, 1);

    private static final String OPENING = "OPENING";
    private static final String OWNED = "OWNED";
    private static final String DAMAGED = "DAMAGED";

    public ShardClaim {
        if (state == null) {
            throw new IllegalArgumentException("a shard's node needs a state");
        }
    }

    /** The process that serves the shard. */
    public Optional<Assignee> server() {
        return state.equals(OWNED) ? Optional.ofNullable(owner) : Optional.empty();
    }

    /** The process that replays the shard's log in order to serve it, or has given that up. */
    public Optional<Assignee> opener() {
        return state.equals(OPENING) ? Optional.ofNullable(owner) : Optional.empty();
    }

    /** Copies of the newest ledger, which may be fewer than the shard's set asks for while bookies are missing; 0 without one. */
    public int copies() {
        return ledgers == null || ledgers.isEmpty()
                ? 0
                : ledgers.get(ledgers.size() - 1).quorum().ensemble();
    }

    /** Whether nobody can serve it before somebody has looked at it. */
    public boolean isDamaged() {
        return state.equals(DAMAGED);
    }
}
