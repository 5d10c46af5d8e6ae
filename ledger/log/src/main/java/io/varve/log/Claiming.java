/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.metadata.Versioned;
import io.varve.protocol.error.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Writes one claim into the shard's node: from then on every change that a former owner tries to make there is refused. */
final class Claiming {
    private final LogServices services;
    private final Hop hop;
    private final Backoff backoff;
    private final ShardIdentity identity;
    private final String path;
    private final ShardNode.Claim claim;
    private final CompletableFuture<OwnedNode> claimed = new CompletableFuture<>();

    Claiming(LogServices services, Hop hop, Backoff backoff, ShardIdentity identity, ShardOwner owner) {
        this.services = services;
        this.hop = hop;
        this.backoff = backoff;
        this.identity = identity;
        this.path = ShardNode.path(identity.shard());
        this.claim = ShardNode.Claim.of(owner, services.random());
    }

    /** Completes with the node in our hands, or fails as {@link ShardLog#open} does. */
    CompletableFuture<OwnedNode> run() {
        read(-1);
        return claimed;
    }

    /** @param epochSeen of the node that this try began with, -1 at first: a higher one is somebody else's claim */
    private void read(int epochSeen) {
        OwnedNode.Look look = OwnedNode.Look.now(services);
        hop.then(services.metadata().get(path), (found, failure) -> {
            if (failure != null) {
                claimed.completeExceptionally(failure);
            } else if (found.isEmpty()) {
                create(epochSeen);
            } else {
                take(found, epochSeen, look);
            }
        });
    }

    private void create(int epochSeen) {
        byte[] fresh = ShardNode.fresh(identity).json();
        hop.then(services.metadata().create(path, fresh), (done, failure) -> {
            // Made by somebody else at the same time, or the reply was lost: in either case it tells itself when it is
            // read.
            if (failure == null
                    || failure instanceof StoreException.Conflict
                    || failure instanceof StoreException.UnknownOutcome) {
                read(epochSeen);
            } else {
                claimed.completeExceptionally(failure);
            }
        });
    }

    private void take(Optional<Versioned> found, int epochSeen, OwnedNode.Look look) {
        ShardNode node;
        try {
            node = ShardNode.parse(found.orElseThrow().bytes());
        } catch (StoreException.Damaged e) {
            claimed.completeExceptionally(e);
            return;
        }
        int version = found.orElseThrow().version();
        if (!node.clusterId().equals(identity.clusterId()) || node.shard() != identity.shard()) {
            claimed.completeExceptionally(new StoreException.Damaged(
                    "node " + path + " is of shard " + node.shard() + " of cluster " + node.clusterId()
                            + ", not of shard " + identity.shard() + " of cluster " + identity.clusterId(),
                    null));
        } else if (claim.equals(node.owner())) {
            claimed.complete(new OwnedNode(services, hop, backoff, node, claim, version, look));
        } else if (epochSeen >= 0 && node.epoch() != epochSeen) {
            claimed.completeExceptionally(new StoreException.Conflict(
                    "shard " + node.shard() + " was claimed by " + node.owner() + " at epoch " + node.epoch(), null));
        } else {
            write(node.claim(claim), node.epoch(), version);
        }
    }

    private void write(ShardNode wanted, int epochSeen, int version) {
        OwnedNode.Look look = OwnedNode.Look.now(services);
        hop.then(services.metadata().compareAndSet(path, wanted.json(), version), (newVersion, failure) -> {
            if (failure == null) {
                claimed.complete(new OwnedNode(services, hop, backoff, wanted, claim, newVersion, look));
            } else if (failure instanceof StoreException.Conflict || failure instanceof StoreException.UnknownOutcome) {
                // A former owner may have changed its list meanwhile, which is no claim; or the reply was lost.
                read(epochSeen);
            } else {
                claimed.completeExceptionally(failure);
            }
        });
    }
}
