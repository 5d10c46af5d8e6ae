/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import io.varve.metadata.Change;
import io.varve.metadata.NodePath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.Ids;
import org.jspecify.annotations.Nullable;

/** Sends changes that ZooKeeper makes all or none of, and makes the parents that they miss. */
final class ZooKeeperTransaction {
    private static final byte[] EMPTY = new byte[0];

    private final ZooKeeperSession session;
    private final String root;

    ZooKeeperTransaction(ZooKeeperSession session, String root) {
        this.session = session;
        this.root = root;
    }

    /**
     * What became of a transaction.
     *
     * @param code OK, or why it was refused or lost
     * @param refused index of the operation that didn't fit, -1 when there is none
     */
    private record Outcome(Code code, int refused) {}

    CompletableFuture<Void> apply(List<Change> changes) {
        return apply(changes.stream().map(this::operation).toList(), true);
    }

    /** Makes all operations or none, each named by its path in ZooKeeper; created nodes get the parents they miss. */
    CompletableFuture<Void> apply(List<Op> operations, boolean mayMissParents) {
        return send(operations).thenCompose(outcome -> {
            if (outcome.code == Code.OK) {
                return CompletableFuture.completedFuture(null);
            }
            @Nullable Op refused = outcome.refused < 0 ? null : operations.get(outcome.refused);
            if (mayMissParents && outcome.code == Code.NONODE && refused instanceof Op.Create) {
                return createParents(operations).thenCompose(made -> apply(operations, false));
            }
            Op named = refused == null ? operations.get(0) : refused;
            return CompletableFuture.failedFuture(ZooKeeperFailures.of(
                    outcome.code, "change of " + named.getPath().substring(root.length()), true));
        });
    }

    private Op operation(Change change) {
        String path = root + change.path();
        if (change instanceof Change.Check check) {
            return Op.check(path, check.version());
        } else if (change instanceof Change.Create create) {
            return Op.create(path, create.bytes(), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } else if (change instanceof Change.Set set) {
            return Op.setData(path, set.bytes(), set.expectedVersion());
        } else if (change instanceof Change.Delete delete) {
            return Op.delete(path, delete.expectedVersion());
        }
        throw new IllegalStateException("no operation for " + change);
    }

    private CompletableFuture<Outcome> send(List<Op> operations) {
        return session.request((handle, answer) -> handle.multi(
                operations,
                (rc, path, context, results) -> {
                    Outcome outcome = new Outcome(Code.get(rc), firstRefused(results));
                    session.dispatch(() -> answer.complete(outcome));
                },
                null));
    }

    private static int firstRefused(@Nullable List<OpResult> results) {
        for (int i = 0; results != null && i < results.size(); i++) {
            if (results.get(i) instanceof OpResult.ErrorResult error && error.getErr() != Code.OK.intValue()) {
                return i;
            }
        }
        return -1;
    }

    private CompletableFuture<Void> createParents(List<Op> operations) {
        Set<String> parents = new LinkedHashSet<>();
        operations.stream()
                .filter(Op.Create.class::isInstance)
                .map(Op::getPath)
                .forEach(path -> addAncestors(path, parents));
        CompletableFuture<Void> made = CompletableFuture.completedFuture(null);
        for (String parent : parents) {
            made = made.thenCompose(before -> createIfMissing(parent));
        }
        return made;
    }

    private static void addAncestors(String path, Set<String> ancestors) {
        String parent = NodePath.parent(path);
        if (!parent.isEmpty() && !ancestors.contains(parent)) {
            addAncestors(parent, ancestors);
            ancestors.add(parent);
        }
    }

    private CompletableFuture<Void> createIfMissing(String path) {
        List<Op> create = List.of(Op.create(path, EMPTY, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        return send(create).thenAccept(outcome -> {
            if (outcome.code != Code.OK && outcome.code != Code.NODEEXISTS) {
                // Nobody reads a parent: as far as the change goes, nothing was done.
                throw ZooKeeperFailures.of(outcome.code, "creation of parent " + path, false);
            }
        });
    }
}
