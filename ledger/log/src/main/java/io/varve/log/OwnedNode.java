/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.metadata.Versioned;
import io.varve.protocol.error.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The shard's node in the hands of the claim that holds it. Changes are queued, taken together when they can be, and written
 * by one compare-and-set at a time; one that can't be written is tried again until it is, the claim is lost, or the log stops.
 * After a lost reply the node is read before anything is judged.
 */
final class OwnedNode {
    private record Update(UnaryOperator<ShardNode> change, CompletableFuture<ShardNode> done) {}

    private final LogServices services;
    private final Hop hop;
    private final Backoff backoff;
    private final String path;
    private final int epoch;
    private final ShardNode.Claim claim;
    private final Deque<Update> queue = new ArrayDeque<>();
    private final List<Update> writing = new ArrayList<>();
    private final List<CompletableFuture<ShardNode>> confirming = new ArrayList<>();
    private ShardNode present;
    private int version;
    private boolean busy;
    private long lookedNanos;
    private long lookedMs;
    private Consumer<StoreException> onLost = reason -> {};

    /** A claim that was written: {@code node} is what the store holds at {@code version}. */
    OwnedNode(
            LogServices services,
            Hop hop,
            Backoff backoff,
            ShardNode node,
            ShardNode.Claim claim,
            int version,
            Look look) {
        this.services = services;
        this.hop = hop;
        this.backoff = backoff;
        this.path = ShardNode.path(node.shard());
        this.epoch = node.epoch();
        this.claim = claim;
        this.present = node;
        this.version = version;
        looked(look);
    }

    /** When a request left that showed the node: what it showed was true at some time after. */
    record Look(long nanos, long ms) {
        static Look now(LogServices services) {
            return new Look(services.loop().nanoTime(), services.clock().millis());
        }
    }

    /** The node as it was last written or read. */
    ShardNode present() {
        return present;
    }

    int epoch() {
        return epoch;
    }

    long lookedNanos() {
        return lookedNanos;
    }

    long lookedMs() {
        return lookedMs;
    }

    /** Whom to tell when the node shows another claim, or is gone. */
    void onLost(Consumer<StoreException> listener) {
        onLost = listener;
    }

    /** Fails what waits. */
    void stop(StoreException reason) {
        List<Update> waiting = new ArrayList<>(writing);
        waiting.addAll(queue);
        writing.clear();
        queue.clear();
        waiting.forEach(update -> update.done.completeExceptionally(reason));
        List<CompletableFuture<ShardNode>> looks = List.copyOf(confirming);
        confirming.clear();
        looks.forEach(look -> look.completeExceptionally(reason));
    }

    /**
     * Applies a change to whatever the node is when its turn comes; may be applied again after somebody else's change. Fails with
     * IllegalStateException when the change refuses, with a StoreException when the claim is lost.
     */
    CompletableFuture<ShardNode> update(UnaryOperator<ShardNode> change) {
        Update update = new Update(change, new CompletableFuture<>());
        queue.add(update);
        write();
        return update.done;
    }

    /** Tries once to write a last word; whether it arrives doesn't matter. */
    void writeLast(UnaryOperator<ShardNode> change) {
        if (!busy) {
            CompletableFuture<Integer> unused = services.metadata()
                    .compareAndSet(path, change.apply(present).json(), version);
        }
    }

    /** Reads the node; completes when it showed this claim. {@code Fenced} when it shows another. */
    CompletableFuture<ShardNode> confirm() {
        CompletableFuture<ShardNode> confirmed = new CompletableFuture<>();
        confirming.add(confirmed);
        read((node, failure) -> {
            if (failure == null) {
                confirmed.complete(present);
            } else {
                confirmed.completeExceptionally(failure);
            }
            confirming.removeIf(CompletableFuture::isDone);
        });
        return confirmed;
    }

    private void write() {
        if (busy || queue.isEmpty()) {
            return;
        }
        ShardNode next = present;
        while (!queue.isEmpty()) {
            Update update = queue.remove();
            try {
                next = update.change.apply(next);
                writing.add(update);
            } catch (IllegalStateException e) {
                update.done.completeExceptionally(e);
            }
        }
        if (writing.isEmpty()) {
            return;
        }
        busy = true;
        ShardNode wanted = next;
        int base = version;
        Look look = Look.now(services);
        hop.then(services.metadata().compareAndSet(path, wanted.json(), base), (newVersion, failure) -> {
            if (failure == null) {
                looked(look);
                written(wanted, newVersion);
            } else if (failure instanceof StoreException.Unavailable) {
                later(this::writeAgain);
            } else {
                readAfter(wanted, base);
            }
        });
    }

    private void writeAgain() {
        for (int i = writing.size() - 1; i >= 0; i--) {
            queue.addFirst(writing.get(i));
        }
        writing.clear();
        busy = false;
        write();
    }

    private void written(ShardNode node, int newVersion) {
        present = node;
        version = newVersion;
        backoff.reset();
        List<Update> done = List.copyOf(writing);
        writing.clear();
        busy = false;
        done.forEach(update -> update.done.complete(node));
        write();
    }

    /** The outcome of writing {@code wanted} is open, or somebody else wrote: only the node itself tells. */
    private void readAfter(ShardNode wanted, int base) {
        read((node, failure) -> {
            if (failure instanceof StoreException.Unavailable) {
                later(() -> readAfter(wanted, base));
            } else if (failure == null && node != null && version > base && node.equals(wanted)) {
                written(wanted, version);
            } else if (failure == null) {
                writeAgain();
            }
        });
    }

    private interface Reading {
        void done(@Nullable ShardNode node, @Nullable StoreException failure);
    }

    /** Reads the node into {@link #present}, unless it shows that the claim is lost. */
    private void read(Reading then) {
        Look look = Look.now(services);
        hop.then(services.metadata().get(path), (found, failure) -> {
            if (failure != null) {
                then.done(null, failure);
                return;
            }
            StoreException lost = take(found, look);
            if (lost == null) {
                then.done(present, null);
            } else {
                stop(lost);
                then.done(null, lost);
                onLost.accept(lost);
            }
        });
    }

    private @Nullable StoreException take(Optional<Versioned> found, Look look) {
        if (found.isEmpty()) {
            return new StoreException.Damaged("node " + path + " is gone", null);
        }
        ShardNode node;
        try {
            node = ShardNode.parse(found.get().bytes());
        } catch (StoreException.Damaged e) {
            return e;
        }
        if (!node.heldBy(epoch, claim)) {
            return new StoreException.Fenced(
                    "shard " + node.shard() + " was claimed at epoch " + node.epoch() + " by " + node.owner()
                            + ", after ours at epoch " + epoch,
                    null);
        }
        looked(look);
        if (found.get().version() > version) {
            present = node;
            version = found.get().version();
        }
        return null;
    }

    private void looked(Look look) {
        lookedNanos = look.nanos;
        lookedMs = look.ms;
    }

    private void later(Runnable task) {
        Loop.Timer unused = hop.schedule(task, backoff.nextNanos());
    }
}
