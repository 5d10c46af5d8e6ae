/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a log that another broker writes, and gives its records to a {@link Replay}, so that little is left to do when that one
 * lets go of it; then {@link ShardLog#succeed} goes on with it. It reads without recovery, so it disturbs nobody, and only what
 * is confirmed. What it has is what a replay would give, and never more than that: whenever anything about it is in doubt it is
 * thrown away, and the shard is taken over as if it hadn't been there (I3).
 *
 * <p>Called on the shard's loop; futures complete there. Used once.
 */
public final class LogFollower {
    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What is read in one step when the end is near. */
    private static final int NEAR_BYTES = 1 << 20;

    private final LogServices services;
    private final ShardIdentity identity;
    private final Quorum quorum;
    private final ShardLogConfig config;
    private final Replay replay;
    private final Hop hop;
    private final String path;
    private final CompletableFuture<Integer> near = new CompletableFuture<>();
    private final CompletableFuture<StoreException> lost = new CompletableFuture<>();
    private CompletableFuture<Boolean> step = CompletableFuture.completedFuture(false);
    private MetadataStore.@Nullable Watch watch;
    private @Nullable ShardNode node;
    private @Nullable SegmentReaders readers;
    private @Nullable ReplayRun run;
    private @Nullable CompletableFuture<LedgerWriter> spare;
    private boolean outdated = true;
    private boolean ending;
    private boolean stopped;

    /**
     * What was followed to its end.
     *
     * @param node of the closed shard
     * @param version of the node
     * @param run gave all records
     */
    record Followed(ShardNode node, int version, ReplayRun run) {}

    /**
     * Follows nothing yet.
     *
     * @param quorum of the first ledger that a successor writes
     * @param replay is given the records; {@link Replay#begin} is called once
     */
    public LogFollower(
            LogServices services, ShardIdentity identity, Quorum quorum, ShardLogConfig config, Replay replay) {
        this.services = services;
        this.identity = identity;
        this.quorum = quorum;
        this.config = config;
        this.replay = replay;
        this.hop = new Hop(services.loop());
        this.path = ShardNode.path(identity.shard());
    }

    /**
     * Begins. Completes with the epoch of the log's owner when less than a MiB is left to read, if ever, and goes on following.
     */
    public CompletableFuture<Integer> start() {
        watch = services.metadata().watch(path, changed -> services.loop().execute(() -> outdated = true));
        follow();
        return near;
    }

    /** Completes with the reason when the log can't be followed any more; then this is of no use. */
    public CompletableFuture<StoreException> lost() {
        return lost;
    }

    /** Ends; nothing is completed any more. */
    public void stop() {
        ending = true;
        stopped = true;
        if (watch != null) {
            watch.close();
            watch = null;
        }
        if (run != null) {
            run.cancel();
        }
        // What is read now has to be released.
        hop.after(step, (done, failure) -> {
            hop.stop();
            if (readers != null) {
                readers.close();
            }
        });
        takeSpare().ifPresent(this::discard);
    }

    /** Deletes a ledger that nobody was told of, if it could be created. */
    void discard(CompletableFuture<LedgerWriter> unlisted) {
        CompletableFuture<?> unused = unlisted.thenAccept(writer -> LedgerCreation.discard(services.ledgers(), writer));
    }

    LogServices services() {
        return services;
    }

    ShardIdentity identity() {
        return identity;
    }

    Quorum quorum() {
        return quorum;
    }

    ShardLogConfig config() {
        return config;
    }

    /** The ledger that was created ahead, if one was; whoever takes it answers for it. */
    Optional<CompletableFuture<LedgerWriter>> takeSpare() {
        Optional<CompletableFuture<LedgerWriter>> taken = Optional.ofNullable(spare);
        spare = null;
        return taken;
    }

    /**
     * Gives what is left when the owner has closed the log; nothing is followed after that. Fails with a StoreException when it
     * hasn't, or when what was followed isn't what is there.
     *
     * @param read the shard's node if it was just read
     */
    CompletableFuture<Followed> finish(Optional<Versioned> read) {
        ending = true;
        return step.thenCompose(done -> read.isPresent()
                        ? CompletableFuture.completedFuture(read)
                        : hop.bring(services.metadata().get(path)))
                .thenCompose(this::finishAt);
    }

    private CompletableFuture<Followed> finishAt(Optional<Versioned> found) {
        ShardNode closed = seen(found);
        if (closed.state() != ShardNode.State.CLOSED) {
            throw new StoreException.Unavailable(
                    "the log of " + identity + " is not closed but " + closed.state() + " at epoch " + closed.epoch(),
                    null);
        }
        for (Segment ledger : closed.ledgers()) {
            if (ledger.state() != Segment.State.SEALED) {
                throw new StoreException.Unavailable(
                        "the log of " + identity + " was closed at epoch " + closed.epoch() + " with ledger "
                                + ledger.ledgerId() + " open",
                        null);
            }
        }
        ReplayRun present = run;
        if (present == null) {
            throw new StoreException.Unavailable("the log of " + identity + " wasn't followed yet", null);
        }
        List<Segment> filled =
                closed.ledgers().stream().filter(ledger -> !ledger.empty()).toList();
        long end = ReplayStart.checkChain(closed, filled);
        return present.run(filled).thenApply(done -> {
            if (present.nextSequence() != end) {
                throw new StoreException.Damaged(
                        "the log of " + identity + " was followed to sequence " + present.nextSequence()
                                + ", it ends at " + end,
                        null);
            }
            return new Followed(closed, found.orElseThrow().version(), present);
        });
    }

    private void follow() {
        if (ending) {
            return;
        }
        step = look().thenCompose(this::advance);
        hop.after(step, (isNear, failure) -> {
            if (ending) {
                return;
            }
            if (failure != null) {
                lost.complete(Hop.failure(failure));
                return;
            }
            if (isNear) {
                reached();
            }
            Loop.Timer unused = hop.schedule(this::follow, PAUSE_NANOS);
        });
    }

    private CompletableFuture<ShardNode> look() {
        ShardNode known = node;
        if (!outdated && known != null) {
            return CompletableFuture.completedFuture(known);
        }
        outdated = false;
        return hop.bring(services.metadata().get(path)).thenApply(this::seen);
    }

    /** The node as it was read, if it is still that of the owner who is followed. */
    private ShardNode seen(Optional<Versioned> found) {
        if (found.isEmpty()) {
            throw new StoreException.NotFound("nobody ever had " + identity, null);
        }
        ShardNode present = ShardNode.parse(found.get().bytes());
        if (!present.clusterId().equals(identity.clusterId()) || present.shard() != identity.shard()) {
            throw new StoreException.Damaged("node " + path + " is of shard " + present.shard(), null);
        }
        ShardNode before = node;
        boolean followed =
                before == null ? present.state() == ShardNode.State.OWNED : present.epoch() == before.epoch();
        if (!followed) {
            throw new StoreException.Unavailable(
                    identity + " is " + present.state() + " at epoch " + present.epoch() + ", which isn't followed",
                    null);
        }
        node = present;
        if (readers == null) {
            readers = new SegmentReaders(services.ledgers(), hop, new EntryReads(identity, present.incarnation()));
        }
        return present;
    }

    /** Whether the end is near. */
    private CompletableFuture<Boolean> advance(ShardNode present) {
        ReplayRun begun = run;
        if (begun == null) {
            return begin(present);
        }
        long before = begun.bytes();
        return readable(present, false).thenCompose(begun::run).thenApply(done -> begun.bytes() - before < NEAR_BYTES);
    }

    private CompletableFuture<Boolean> begin(ShardNode present) {
        SegmentReaders open = open();
        return readable(present, true)
                .thenCompose(filled -> ReplayStart.find(present, filled, new EntrySearch(open))
                        .thenCompose(start -> {
                            if (stopped) {
                                throw new StoreException.Unavailable(identity + " isn't followed any more", null);
                            }
                            if (filled.isEmpty() && present.replayFrom().sequence() > 0) {
                                throw new StoreException.Unavailable("nothing of " + identity + " is confirmed", null);
                            }
                            replay.begin(start.sequence(), start.fromSnapshot());
                            ReplayRun begun = new ReplayRun(hop, open, start, config.replayWindowBytes(), replay);
                            run = begun;
                            return begun.run(filled);
                        }))
                // How much has come meanwhile the next step tells.
                .thenApply(done -> false);
    }

    private SegmentReaders open() {
        if (readers == null) {
            throw new IllegalStateException("the node of " + identity + " wasn't read");
        }
        return readers;
    }

    /**
     * What may be read now: everything sealed, and the first open ledger as far as it is confirmed. A later one waits until that has
     * an end, since there may be more in it than is known here.
     *
     * @param bounded whether the open one is needed with its sequences
     */
    private CompletableFuture<List<Segment>> readable(ShardNode present, boolean bounded) {
        List<Segment> filled = new ArrayList<>();
        for (Segment listed : present.ledgers()) {
            if (listed.state() == Segment.State.OPEN) {
                return confirmed(listed, bounded).thenApply(open -> {
                    open.ifPresent(filled::add);
                    return filled;
                });
            }
            filled.add(listed);
        }
        return CompletableFuture.completedFuture(filled);
    }

    private CompletableFuture<Optional<Segment>> confirmed(Segment listed, boolean bounded) {
        EntrySearch search = new EntrySearch(open());
        return open().confirmedEntry(listed).thenCompose(last -> {
            if (last < 0) {
                return CompletableFuture.completedFuture(Optional.<Segment>empty());
            }
            if (!bounded) {
                return CompletableFuture.completedFuture(
                        Optional.of(listed.confirmedTo(listed.firstSequence(), listed.endSequence(), last)));
            }
            return search.read(listed, 0).thenCompose(first -> {
                long begin = first.header().firstSequence();
                first.release();
                return search.read(listed, last).thenApply(entry -> {
                    long end = entry.header().endSequence();
                    entry.release();
                    return Optional.of(listed.confirmedTo(begin, end, last));
                });
            });
        });
    }

    /** The end is near: a log that is written will need a ledger at once, and creating one takes long. */
    private void reached() {
        ShardNode present = node;
        if (near.isDone() || spare != null || present == null) {
            return;
        }
        boolean written = present.ledgers().stream().anyMatch(ledger -> ledger.state() == Segment.State.OPEN);
        if (!written) {
            near.complete(present.epoch());
            return;
        }
        LedgerCreation creation =
                new LedgerCreation(services, identity, present.incarnation(), present.epoch() + 1, quorum);
        CompletableFuture<LedgerWriter> created = creation.create();
        spare = created;
        hop.then(created, (writer, failure) -> {
            if (failure != null) {
                LOG.debug("no ledger ahead {} reason=\"{}\"", identity, failure.getMessage());
            }
            near.complete(present.epoch());
        });
    }
}
