/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.cluster.ShardMap;
import io.varve.log.Loop;
import io.varve.log.Quorum;
import io.varve.log.ShardIdentity;
import io.varve.log.ShardOwner;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.StoreException;
import io.varve.shard.loop.Completions;
import io.varve.tiering.Backoff;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards of one broker process: prepares for what the controller is about to assign to it, claims what it assigned, a few at a
 * time, and lets go of what it took away.
 *
 * <p>{@link #shard}, {@link #shards}, {@link #traffic} and {@link #ready} may be called from any thread; the rest of the state is owned by one loop.
 */
public final class ShardHost implements ShardMap.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ShardHost.class);
    /** As long as the map takes, at most, to read again after a reading that failed. */
    private static final long ASK_AGAIN_MS = 1_000;

    private final Loop loop;
    private final String clusterId;
    private final ShardOwner owner;
    private final ShardMap assignments;
    private final ShardConfig config;
    private final IntFunction<ShardServices> services;
    private final Function<Integer, Quorum> quorums;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final ShardTable serving;
    private final Openings openings;
    private final Map<Integer, String> notServing = new ConcurrentHashMap<>();
    private final Set<Integer> damaged = ConcurrentHashMap.newKeySet();
    private final Set<Integer> wanted = new HashSet<>();
    private final Map<Integer, Standby> standbys = new HashMap<>();
    private final Map<Shard, CompletableFuture<Void>> closings = new HashMap<>();
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final Map<Integer, Integer> failures = new HashMap<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean heard;
    private boolean closed;

    /**
     * A host without shards until assignments are heard of.
     *
     * @param loop owns the host's own state; any shard's loop will do
     * @param services of a shard, with the loop that it lives on
     * @param quorums copies of each shard's log
     * @param backoff pauses between tries to open a shard
     * @param random for the pauses
     */
    public ShardHost(
            Loop loop,
            String clusterId,
            ShardOwner owner,
            ShardMap assignments,
            ShardConfig config,
            IntFunction<ShardServices> services,
            Function<Integer, Quorum> quorums,
            Backoff backoff,
            RandomGenerator random) {
        this.loop = loop;
        this.clusterId = clusterId;
        this.owner = owner;
        this.assignments = assignments;
        this.config = config;
        this.services = services;
        this.quorums = quorums;
        this.backoff = backoff;
        this.random = random;
        this.serving = new ShardTable(loop);
        this.openings = new Openings(
                loop,
                (shard, seconds) ->
                        notServing.computeIfPresent(shard, (id, reason) -> "is being opened for " + seconds + " s"));
    }

    /** The shard, if it is served here. */
    public Optional<Shard> shard(int id) {
        return serving.find(id);
    }

    /** All shards that are served here. */
    public Collection<Shard> shards() {
        return serving.all();
    }

    /** Bytes that were appended to and read from each shard that is served here, since it was opened. Any thread. */
    public SortedMap<Integer, Long> traffic() {
        SortedMap<Integer, Long> bytes = new TreeMap<>();
        for (Shard shard : serving.all()) {
            ShardFigures figures = shard.figures();
            bytes.put(shard.id(), figures.appendedBytes() + figures.readBytes());
        }
        return bytes;
    }

    /**
     * Has a task wait until a shard is served that this process is about to serve: it runs on the shard's loop then, after those
     * that waited before it and before those that find the shard served. Returns false, and does nothing, for any other shard.
     *
     * @param task must not throw
     * @param refused is called instead, on any thread, when it has waited for two seconds or in vain
     */
    public boolean await(int id, Consumer<Shard> task, Runnable refused) {
        return serving.await(id, task, refused);
    }

    /** Whether every shard that is assigned to this broker is served, and there is one at all. */
    public boolean ready() {
        return heard && notServing.isEmpty();
    }

    /** Assigned shards that aren't served, each with the reason. */
    public Map<Integer, String> notServing() {
        return Map.copyOf(notServing);
    }

    /** Those of them that stay closed until an operator has looked at them. */
    public Set<Integer> damaged() {
        return Set.copyOf(damaged);
    }

    @Override
    public void assigned(int shard) {
        loop.execute(() -> {
            wanted.add(shard);
            notServing.put(shard, "is being opened");
            heard = true;
            if (!closed) {
                serving.expect(shard);
            }
            enqueue(shard);
        });
    }

    @Override
    public void unassigned(int shard) {
        loop.execute(() -> {
            wanted.remove(shard);
            queue.remove(shard);
            notServing.remove(shard);
            damaged.remove(shard);
            dismiss(shard);
            serving.remove(shard).ifPresent(served -> close(shard, served));
        });
    }

    @Override
    public void expected(int shard) {
        loop.execute(() -> {
            if (!closed && !wanted.contains(shard) && !standbys.containsKey(shard)) {
                ShardServices parts = services.apply(shard);
                Standby standby = new Standby(
                        shard,
                        parts.log().loop(),
                        () -> opening(shard, parts),
                        epoch -> loop.execute(() -> prepared(shard, epoch)));
                standbys.put(shard, standby);
                parts.log().loop().execute(standby::start);
            }
        });
    }

    @Override
    public void notExpected(int shard) {
        loop.execute(() -> {
            if (!wanted.contains(shard)) {
                dismiss(shard);
                serving.remove(shard);
            }
        });
    }

    private void prepared(int shard, int epoch) {
        if (!standbys.containsKey(shard)) {
            return;
        }
        // The owner may hear sooner than this process that it has to let go, and sends clients here.
        serving.expect(shard);
        Completions.onLoop(loop, assignments.prepared(shard, epoch), (done, failure) -> {
            if (failure != null) {
                LOG.info("the controller wasn't told of a standby shard={} reason={}", shard, failure.toString());
            }
        });
    }

    private void dismiss(int shard) {
        Standby standby = standbys.remove(shard);
        if (standby != null) {
            services.apply(shard).log().loop().execute(standby::stop);
        }
    }

    private void enqueue(int shard) {
        if (closed || !wanted.contains(shard) || serving.serves(shard) || queue.contains(shard)) {
            return;
        }
        if (standbys.containsKey(shard) && openings.begin(shard)) {
            // There is hardly anything to do for it, and clients wait.
            open(shard);
        } else {
            queue.add(shard);
            openNext();
        }
    }

    private void openNext() {
        endIfIdle();
        while (!openings.full() && !queue.isEmpty()) {
            int shard = nextInQueue();
            // An opening that was under way when it was queued may have ended meanwhile. Claiming it again would fence
            // ourselves.
            if (!serving.serves(shard) && openings.begin(shard)) {
                open(shard);
            }
        }
    }

    /** The first of those that clients wait for, and else the first. */
    private int nextInQueue() {
        int next = queue.stream().filter(serving::isAwaited).findFirst().orElseGet(queue::element);
        queue.remove(next);
        return next;
    }

    private void open(int id) {
        ShardServices parts = services.apply(id);
        Handover handover = new Handover(parts.log(), id, owner, assignments::isAlive);
        Completions.onLoop(loop, Completions.call(parts.log().loop(), handover::await), (node, failure) -> {
            if (wanted.contains(id) && !closed) {
                claim(id, parts, failure == null ? node : Optional.empty());
            } else {
                openings.end(id);
                openNext();
            }
        });
    }

    private void claim(int id, ShardServices parts, Optional<Versioned> node) {
        Loop of = parts.log().loop();
        Standby standby = standbys.remove(id);
        CompletableFuture<Shard> opened = standby == null
                ? Completions.call(of, () -> opening(id, parts).open(owner))
                : Completions.call(of, () -> standby.takeOver(owner, node)).exceptionallyCompose(failure -> {
                    LOG.info("shard isn't taken over by its standby shard={} reason={}", id, failure.toString());
                    return Completions.call(of, () -> opening(id, parts).open(owner));
                });
        Completions.onLoop(loop, opened, (shard, failure) -> {
            openings.end(id);
            if (failure != null && wanted.contains(id)) {
                failed(id, failure);
            } else if (failure != null) {
                LOG.info("shard was taken away before it was open shard={} reason={}", id, failure.toString());
            } else if (wanted.contains(id) && !closed) {
                serve(id, shard);
            } else {
                close(id, shard);
            }
            openNext();
        });
    }

    private ShardOpening opening(int id, ShardServices parts) {
        return new ShardOpening(
                new ShardIdentity(clusterId, id),
                parts,
                config,
                quorums.apply(id),
                (shard, reason) -> loop.execute(() -> lost(shard, reason)));
    }

    private void serve(int id, Shard shard) {
        serving.serve(id, shard);
        notServing.remove(id);
        failures.remove(id);
        // The controller may have changed its mind while the claim was made. The claim stands all the same, so clients
        // needn't wait for the answer; if it can't be told now, a change will be heard of.
        Completions.onLoop(loop, assignments.confirmMine(id), (mine, failure) -> {
            if (failure == null && !mine && isServed(shard)) {
                serving.remove(id);
                close(id, shard);
                notServing.put(id, "was assigned to another broker when it was claimed");
                openOnceMine(id);
            }
        });
    }

    /**
     * As a rule the map tells soon that the shard went elsewhere. If it came back before the map was read, the map saw no change
     * and tells nothing. It isn't claimed before somebody has said that it is ours: its owner would be cut off.
     */
    private void openOnceMine(int id) {
        loop.schedule(
                () -> {
                    if (closed || !wanted.contains(id) || serving.serves(id)) {
                        return;
                    }
                    Completions.onLoop(loop, assignments.confirmMine(id), (mine, failure) -> {
                        if (failure == null && mine) {
                            enqueue(id);
                        } else {
                            openOnceMine(id);
                        }
                    });
                },
                ASK_AGAIN_MS,
                TimeUnit.MILLISECONDS);
    }

    /** Whether this very shard is served: it may have been opened here again since. */
    private boolean isServed(Shard shard) {
        return serving.find(shard.id()).filter(served -> served == shard).isPresent();
    }

    private void failed(int id, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        notServing.put(id, String.valueOf(cause.getMessage()));
        // From the second try on nobody knows how long it takes.
        serving.remove(id);
        if (cause instanceof StoreException.Damaged) {
            damaged.add(id);
            LOG.error("shard is damaged and stays closed until an operator has looked at it shard={}", id, cause);
            return;
        }
        long delayMs =
                backoff.delay(failures.merge(id, 1, Integer::sum) - 1, random).toMillis();
        LOG.warn("shard could not be opened shard={} retryInMs={} reason={}", id, delayMs, cause.toString());
        loop.schedule(() -> enqueue(id), delayMs, TimeUnit.MILLISECONDS);
    }

    private void lost(Shard shard, StoreException reason) {
        if (!isServed(shard)) {
            return;
        }
        serving.remove(shard.id());
        if (wanted.contains(shard.id())) {
            failed(shard.id(), reason);
        }
    }

    private void close(int id, Shard shard) {
        CompletableFuture<Void> closing = Completions.call(shard.loop(), shard::close);
        closings.put(shard, closing);
        Completions.onLoop(loop, closing, (done, failure) -> {
            closings.remove(shard);
            endIfIdle();
            if (failure == null) {
                LOG.info("shard given up shard={}", id);
            } else {
                LOG.warn("shard given up without sealing its log shard={} reason={}", id, failure.toString());
            }
        });
    }

    /**
     * Seals and lets go of all shards. Completes when all are closed, those included that were given up just before or are being
     * opened; a shard that can't be sealed is left to its next owner. Called once.
     */
    public CompletableFuture<Void> close() {
        loop.execute(() -> {
            closed = true;
            queue.clear();
            List.copyOf(standbys.keySet()).forEach(this::dismiss);
            Set<Integer> all = new TreeSet<>(wanted);
            serving.all().forEach(shard -> all.add(shard.id()));
            all.forEach(id -> serving.remove(id).ifPresent(shard -> close(id, shard)));
            endIfIdle();
        });
        return ended;
    }

    private void endIfIdle() {
        if (closed && openings.isEmpty() && closings.isEmpty()) {
            ended.complete(null);
        }
    }
}
