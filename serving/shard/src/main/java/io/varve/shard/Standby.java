/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.log.Loop;
import io.varve.log.ShardOwner;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.StoreException;
import io.varve.shard.loop.Completions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a shard's state as far as its log has come, while another process still serves the shard: so that little is left to do when
 * the shard moves here. Begins anew when the log can't be followed. It takes over what was closed in order and nothing else.
 *
 * <p>Owned by the shard's loop.
 */
final class Standby {
    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);
    private static final long AGAIN_MS = 500;

    /** Each try may replay much; the move that all this is for waits ten seconds. */
    private static final long MOST_AGAIN_MS = 4_000;

    private final int shard;
    private final Loop loop;
    private final Supplier<ShardOpening> openings;
    private final IntConsumer onPrepared;
    private @Nullable ShardOpening present;
    private boolean prepared;
    private boolean stopped;
    private long againMs = AGAIN_MS;

    /**
     * Follows nothing yet.
     *
     * @param openings a new one for each try
     * @param onPrepared called on the loop with the epoch of the owner who may let go now
     */
    Standby(int shard, Loop loop, Supplier<ShardOpening> openings, IntConsumer onPrepared) {
        this.shard = shard;
        this.loop = loop;
        this.openings = openings;
        this.onPrepared = onPrepared;
    }

    /** Begins to follow the shard's log. */
    void start() {
        if (stopped) {
            return;
        }
        ShardOpening opening = openings.get();
        present = opening;
        Completions.onLoop(loop, opening.follow(), (epoch, failure) -> {
            if (present == opening && failure == null) {
                prepared = true;
                againMs = AGAIN_MS;
                LOG.info("standby is prepared shard={} epoch={}", shard, epoch);
                onPrepared.accept(epoch);
            }
        });
        Completions.onLoop(loop, opening.followingEnded(), (reason, none) -> {
            if (present == opening) {
                startAgain(opening, reason);
            }
        });
    }

    private void startAgain(ShardOpening opening, StoreException reason) {
        LOG.info("standby begins anew shard={} reason=\"{}\"", shard, reason.getMessage());
        opening.unfollow();
        present = null;
        prepared = false;
        Loop.Timer unused = loop.schedule(this::start, againMs, TimeUnit.MILLISECONDS);
        againMs = Math.min(2 * againMs, MOST_AGAIN_MS);
    }

    /**
     * Takes the shard over from an owner that has let go of it; fails, with nothing claimed that would have to be respected, when it
     * isn't prepared or the log wasn't closed in order. Used up afterwards.
     *
     * @param closed the shard's node if it was just read
     */
    CompletableFuture<Shard> takeOver(ShardOwner owner, Optional<Versioned> closed) {
        ShardOpening opening = present;
        if (opening == null || !prepared) {
            stop();
            return CompletableFuture.failedFuture(
                    new StoreException.Unavailable("the standby for shard " + shard + " isn't prepared", null));
        }
        present = null;
        stopped = true;
        return opening.succeed(owner, closed);
    }

    /** Lets go of everything. */
    void stop() {
        stopped = true;
        if (present != null) {
            present.unfollow();
            present = null;
        }
    }
}
