/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.varve.log.ReplayPosition;
import io.varve.log.Segment;
import io.varve.log.ShardNode;
import io.varve.metadata.Change;
import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import io.varve.simulation.broker.Wiring;
import io.varve.simulation.port.Machine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Defects in what a broker writes into a shard's node. */
final class NodeDefects {
    private NodeDefects() {}

    private abstract static class ChangedNodes implements Wiring {
        /** What is written instead. */
        abstract ShardNode changed(ShardNode node);

        @Override
        public MetadataStore metadata(Machine machine, MetadataStore metadata) {
            return new WrappedMetadata(metadata, this::changed);
        }

        static ShardNode with(ShardNode node, int epoch, ReplayPosition replayFrom, List<Segment> ledgers) {
            return new ShardNode(
                    node.version(),
                    node.featureLevel(),
                    node.clusterId(),
                    node.shard(),
                    node.incarnation(),
                    node.set(),
                    epoch,
                    node.owner(),
                    node.state(),
                    replayFrom,
                    ledgers,
                    node.pendingDelete(),
                    node.damage());
        }

        static ShardNode without(ShardNode node, Predicate<Segment> dropped) {
            return with(
                    node,
                    node.epoch(),
                    node.replayFrom(),
                    node.ledgers().stream().filter(dropped.negate()).toList());
        }
    }

    /** A sealed ledger leaves the list as soon as replay begins behind it, copied or not. */
    static final class NoCopies extends ChangedNodes {
        @Override
        ShardNode changed(ShardNode node) {
            return without(
                    node,
                    ledger -> ledger.state() == Segment.State.SEALED
                            && ledger.endSequence() <= node.replayFrom().sequence());
        }
    }

    /** A sealed ledger leaves the list when there is a next one, whatever replay needs. */
    static final class NoReplay extends ChangedNodes {
        @Override
        ShardNode changed(ShardNode node) {
            int last = node.ledgers().size() - 1;
            return without(
                    node,
                    ledger -> ledger.state() == Segment.State.SEALED
                            && node.ledgers().indexOf(ledger) < last);
        }
    }

    /** A change that isn't about replay takes its position from a node that was read long ago. */
    static final class StaleReplay extends ChangedNodes {
        private final Map<Integer, ReplayPosition> last = new HashMap<>();

        @Override
        ShardNode changed(ShardNode node) {
            boolean moves = !node.replayFrom().equals(last.put(node.shard(), node.replayFrom()));
            return moves ? node : with(node, node.epoch(), ReplayPosition.START, node.ledgers());
        }
    }

    /** A claim after the first doesn't count. */
    static final class OldEpoch extends ChangedNodes {
        private final Map<Integer, ShardNode.Claim> owners = new HashMap<>();

        @Override
        ShardNode changed(ShardNode node) {
            ShardNode.Claim before = node.owner() == null ? null : owners.put(node.shard(), node.owner());
            boolean isNew = before != null && !before.equals(node.owner());
            return isNew ? with(node, node.epoch() - 1, node.replayFrom(), node.ledgers()) : node;
        }
    }

    private record WrappedMetadata(MetadataStore store, UnaryOperator<ShardNode> change) implements MetadataStore {
        private static final Pattern NODE = Pattern.compile("/shards/\\d+");

        @Override
        public CompletableFuture<Optional<Versioned>> get(String path) {
            return store.get(path);
        }

        @Override
        public CompletableFuture<Void> create(String path, byte[] bytes) {
            return store.create(path, bytes);
        }

        @Override
        public CompletableFuture<Integer> compareAndSet(String path, byte[] bytes, int expectedVersion) {
            byte[] written = NODE.matcher(path).matches()
                    ? change.apply(ShardNode.parse(bytes)).json()
                    : bytes;
            return store.compareAndSet(path, written, expectedVersion);
        }

        @Override
        public CompletableFuture<Void> delete(String path, int expectedVersion) {
            return store.delete(path, expectedVersion);
        }

        @Override
        public CompletableFuture<Void> multi(List<Change> changes) {
            return store.multi(changes);
        }

        @Override
        public CompletableFuture<List<String>> children(String path) {
            return store.children(path);
        }

        @Override
        public CompletableFuture<Void> register(String path, byte[] bytes) {
            return store.register(path, bytes);
        }

        @Override
        public Watch watch(String path, Consumer<String> listener) {
            return store.watch(path, listener);
        }

        @Override
        public void onSession(Consumer<SessionState> listener) {
            store.onSession(listener);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
