/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes that live as long as the process: ephemeral ones, made again in each new session. A node that another process has put in
 * the place of ours while we had no session stays: whoever started later is right.
 */
final class ZooKeeperRegistrations {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperRegistrations.class);
    /** More rounds than processes that fight over one path. */
    private static final int ROUNDS = 10;

    private final ZooKeeperSession session;
    private final ZooKeeperTransaction transaction;
    private final String root;
    private final Map<String, byte[]> nodes = new ConcurrentHashMap<>();
    private final Set<Long> ownSessions = ConcurrentHashMap.newKeySet();

    ZooKeeperRegistrations(ZooKeeperSession session, ZooKeeperTransaction transaction, String root) {
        this.session = session;
        this.transaction = transaction;
        this.root = root;
    }

    /** Whatever a try that has failed has left behind is what the next one replaces. */
    CompletableFuture<Void> register(String path, byte[] bytes) {
        nodes.put(path, bytes);
        return session.insistently(() -> put(path, bytes, true, ROUNDS)).whenComplete((done, failure) -> {
            if (failure != null) {
                nodes.remove(path, bytes);
            }
        });
    }

    /** Makes the nodes in the session that has just begun, or finds them there. */
    void renew() {
        nodes.forEach((path, bytes) -> {
            var unused = put(path, bytes, false, ROUNDS).whenComplete((done, failure) -> {
                if (failure != null && isConnectionLoss(unwrap(failure))) {
                    LOG.debug("registration of {} waits for a session", path);
                } else if (failure != null) {
                    LOG.error("{} is no longer registered", path, failure);
                }
            });
        });
    }

    private CompletableFuture<Void> put(String path, byte[] bytes, boolean replaceOthers, int rounds) {
        long own;
        try {
            own = session.handle().getSessionId();
        } catch (StoreException.Unavailable e) {
            return CompletableFuture.failedFuture(e);
        }
        ownSessions.add(own);
        return transaction.apply(List.of(create(path, bytes)), true).exceptionallyCompose(failure -> {
            if (!(unwrap(failure) instanceof StoreException.Conflict) || rounds == 0) {
                return CompletableFuture.failedFuture(unwrap(failure));
            }
            return find(path)
                    .thenCompose(found -> found.isPresent()
                            ? takeOver(path, bytes, found.get(), own, replaceOthers, rounds)
                            : put(path, bytes, replaceOthers, rounds - 1));
        });
    }

    private CompletableFuture<Void> takeOver(
            String path, byte[] bytes, Stat found, long own, boolean replaceOthers, int rounds) {
        long owner = found.getEphemeralOwner();
        if (owner == 0) {
            return CompletableFuture.failedFuture(
                    new StoreException.Conflict("node " + path + " exists and belongs to no session", null));
        }
        if (!replaceOthers && owner == own) {
            return CompletableFuture.completedFuture(null);
        }
        if (!replaceOthers && !ownSessions.contains(owner)) {
            LOG.warn("{} was registered by another process meanwhile, leaving it", path);
            return CompletableFuture.completedFuture(null);
        }
        List<Op> change = owner == own
                ? List.of(Op.setData(root + path, bytes, found.getVersion()))
                : List.of(Op.delete(root + path, found.getVersion()), create(path, bytes));
        return transaction.apply(change, false).exceptionallyCompose(wrapped -> {
            Throwable failure = unwrap(wrapped);
            boolean raced = failure instanceof StoreException.Conflict || failure instanceof StoreException.NotFound;
            return raced ? put(path, bytes, replaceOthers, rounds - 1) : CompletableFuture.failedFuture(failure);
        });
    }

    private Op create(String path, byte[] bytes) {
        return Op.create(root + path, bytes, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    }

    private CompletableFuture<Optional<Stat>> find(String path) {
        return session.request((handle, answer) -> handle.exists(
                root + path,
                false,
                (rc, at, context, stat) -> session.dispatch(() -> {
                    Code code = Code.get(rc);
                    if (code == Code.OK || code == Code.NONODE) {
                        answer.complete(Optional.ofNullable(code == Code.OK ? stat : null));
                    } else {
                        answer.completeExceptionally(ZooKeeperFailures.of(code, "registration of " + path, true));
                    }
                }),
                null));
    }

    private static boolean isConnectionLoss(Throwable failure) {
        return failure instanceof StoreException.Unavailable || failure instanceof StoreException.UnknownOutcome;
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
