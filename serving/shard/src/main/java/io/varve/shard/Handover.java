/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.cluster.Assignee;
import io.varve.log.LogServices;
import io.varve.log.Loop;
import io.varve.log.ShardNode;
import io.varve.log.ShardOwner;
import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.StoreException;
import io.varve.shard.loop.Completions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits before a claim until the process that still serves the shard has let go of it, so that what it has taken in is answered
 * and not cut off. Only politeness: the claim would fence it all the same (I3), and does when the wait gets long. Nobody waits
 * for a process that is gone.
 *
 * <p>Used once, on the shard's loop.
 */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    /** Longer than sealing takes on a good day; producers wait meanwhile. */
    private static final long PATIENCE_MS = 2_000;

    private final LogServices services;
    private final int shard;
    private final ShardOwner self;
    private final Predicate<Assignee> isAlive;
    private final CompletableFuture<Optional<Versioned>> free = new CompletableFuture<>();
    private MetadataStore.@Nullable Watch watch;
    private Loop.@Nullable Timer patience;

    /** @param isAlive whether a process of a broker is there */
    Handover(LogServices services, int shard, ShardOwner self, Predicate<Assignee> isAlive) {
        this.services = services;
        this.shard = shard;
        this.self = self;
        this.isAlive = isAlive;
    }

    /** Completes on the loop when it is time to claim, with the shard's node if that says so; never fails. */
    CompletableFuture<Optional<Versioned>> await() {
        look();
        return free;
    }

    private void look() {
        Completions.onLoop(services.loop(), services.metadata().get(ShardNode.path(shard)), (found, failure) -> {
            if (free.isDone()) {
                return;
            }
            // What can't be read is for the claim to judge.
            if (failure != null) {
                end(Optional.empty());
            } else if (found.filter(this::isServed).isEmpty()) {
                end(found);
            } else if (watch == null) {
                patience = services.loop().schedule(this::giveUp, PATIENCE_MS, TimeUnit.MILLISECONDS);
                watch = services.metadata()
                        .watch(ShardNode.path(shard), path -> services.loop().execute(this::look));
            }
        });
    }

    private boolean isServed(Versioned bytes) {
        ShardNode node;
        try {
            node = ShardNode.parse(bytes.bytes());
        } catch (StoreException.Damaged e) {
            return false;
        }
        return node.state() == ShardNode.State.OWNED
                && Optional.ofNullable(node.owner())
                        .map(owner -> new Assignee(owner.brokerId(), owner.incarnation()))
                        .filter(owner -> !owner.equals(new Assignee(self.brokerId(), self.incarnation())))
                        .filter(isAlive)
                        .isPresent();
    }

    private void giveUp() {
        if (!free.isDone()) {
            LOG.warn("shard is claimed though its owner hasn't let go of it in time shard={}", shard);
            end(Optional.empty());
        }
    }

    private void end(Optional<Versioned> node) {
        if (watch != null) {
            watch.close();
        }
        if (patience != null) {
            patience.cancel();
        }
        free.complete(node);
    }
}
