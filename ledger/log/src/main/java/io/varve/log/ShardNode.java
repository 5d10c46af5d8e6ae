/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The shard's node in the metadata store: who may write the shard's log, and of which ledgers it consists. Written only by
 * claimants and owners, always whole and against the version that was read, so every change of hands and every change of the
 * chain goes through one sequence (I3). Stored as JSON. The methods that change it return a new node and refuse what would
 * break a rule with IllegalStateException.
 *
 * @param version of the format, 1
 * @param featureLevel highest feature level that a reader needs
 * @param clusterId the cluster's UUID as text
 * @param shard number of the shard
 * @param incarnation 1; larger after a rebuild of the shard from objects
 * @param set the shard set that the shard belongs to
 * @param epoch number of claims so far
 * @param owner the last claim; null before the first
 * @param state see {@link State}
 * @param replayFrom lower bound of every replay
 * @param ledgers in the order of the log
 * @param pendingDelete ledgers that no longer belong to the log and may still exist
 * @param damage with {@code DAMAGED}: what is wrong
 */
public record ShardNode(
        int version,
        int featureLevel,
        String clusterId,
        int shard,
        int incarnation,
        String set,
        int epoch,
        @Nullable Claim owner,
        State state,
        ReplayPosition replayFrom,
        List<Segment> ledgers,
        List<PendingDelete> pendingDelete,
        @Nullable String damage) {
    /** Segments that a log may have before it makes no more of them than it needs to be written at all. */
    public static final int MAX_LEDGERS = 256;

    /**
     * Segments that a log may have, at most; the node stays well below the 1 MiB of a metadata node. The difference is for owners
     * that find a full list: only records, which need a ledger, can say that ledgers aren't needed any more.
     */
    static final int MAX_LEDGERS_WITH_RESERVE = 1_024;

    /** Ledgers that may wait for deletion, at most. */
    public static final int MAX_PENDING_DELETES = 512;

    private static final int VERSION = 1;
    private static final int FEATURE_LEVEL = 1;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** How far the last claim has come. */
    public enum State {
        /** Nobody ever claimed it. */
        NEW,
        /** Claimed; recovery and replay are under way, or ended early. */
        OPENING,
        /** The owner serves. */
        OWNED,
        /** The owner sealed all of the log and let go of it: whoever claims it next has nothing to wait for, and nothing to recover. */
        CLOSED,
        /** The log misses something or contradicts itself; opening it again checks again. */
        DAMAGED
    }

    /**
     * Who holds the shard.
     *
     * @param brokerId the broker
     * @param incarnation of the broker's process
     * @param id random: tells two claims of one process apart when the reply to one of them was lost
     */
    public record Claim(String brokerId, long incarnation, String id) {
        /** A claim of its own by this process. */
        static Claim of(ShardOwner owner, RandomGenerator random) {
            return new Claim(owner.brokerId(), owner.incarnation(), String.format("%016x", random.nextLong()));
        }
    }

    /**
     * A ledger that was given up.
     *
     * @param ledgerId the ledger
     * @param sinceMs when it was taken off the list
     * @param recovered whether recovery, not its writer, ended it
     */
    public record PendingDelete(long ledgerId, long sinceMs, boolean recovered) {}

    public ShardNode {
        ledgers = List.copyOf(ledgers);
        pendingDelete = List.copyOf(pendingDelete);
    }

    /** Where the node of a shard is. */
    public static String path(int shard) {
        return "/shards/" + shard;
    }

    /** The node of a shard that nobody has claimed yet. */
    static ShardNode fresh(ShardIdentity identity) {
        return new ShardNode(
                VERSION,
                FEATURE_LEVEL,
                identity.clusterId(),
                identity.shard(),
                1,
                "default",
                0,
                null,
                State.NEW,
                ReplayPosition.START,
                List.of(),
                List.of(),
                null);
    }

    /** Reads a node; {@code Damaged} when it isn't one, or needs a newer version of the software. */
    public static ShardNode parse(byte[] json) {
        ShardNode node;
        try {
            node = JSON.readValue(json, ShardNode.class);
        } catch (IOException e) {
            throw new StoreException.Damaged("a shard's node can't be read: " + e.getMessage(), e);
        }
        if (node.version != VERSION || node.featureLevel > FEATURE_LEVEL) {
            throw new StoreException.Damaged(
                    "the node of shard " + node.shard + " has version " + node.version + " and feature level "
                            + node.featureLevel + "; this broker reads version " + VERSION + " up to level "
                            + FEATURE_LEVEL + ": it needs a newer version of the software",
                    null);
        }
        return node;
    }

    /** The bytes of the node. */
    public byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a shard's node can't be written", e);
        }
    }

    /** Whether this claim holds the shard. */
    boolean heldBy(int claimEpoch, Claim claim) {
        return epoch == claimEpoch && claim.equals(owner);
    }

    ShardNode claim(Claim claim) {
        return with(epoch + 1, claim, State.OPENING, replayFrom, ledgers, pendingDelete, null);
    }

    /** Replay is done: the ends that recovery found are taken in, and the owner serves. */
    ShardNode owned(Collection<Segment> recovered, long nowMs) {
        ShardNode node = this;
        for (Segment segment : recovered) {
            node = node.seal(segment, nowMs);
        }
        require(
                node.ledgers.stream().allMatch(ledger -> ledger.state() == Segment.State.SEALED),
                "an owner begins with sealed ledgers only");
        return node.with(epoch, owner, State.OWNED, replayFrom, node.ledgers, node.pendingDelete, null);
    }

    /**
     * The owner writes no more, and has recorded the ends of all ledgers that it wrote. Those that are still open were listed
     * ahead: they hold nothing of the log, nobody else may write them, and so they leave the list.
     */
    ShardNode closed(long nowMs) {
        require(state == State.OWNED, "only an owner that serves lets go, not one that is " + state);
        List<Segment> written = new ArrayList<>();
        List<PendingDelete> pending = new ArrayList<>(pendingDelete);
        for (Segment ledger : ledgers) {
            if (ledger.state() == Segment.State.SEALED) {
                written.add(ledger);
            } else {
                pending.add(new PendingDelete(ledger.ledgerId(), nowMs, false));
            }
        }
        return with(epoch, owner, State.CLOSED, replayFrom, written, pending, null);
    }

    /** Lists a ledger that was created and not written yet. */
    ShardNode addLedger(Segment ledger) {
        require(state != State.CLOSED, "who has let go lists no ledger");
        require(ledger.state() == Segment.State.OPEN && ledger.empty(), "a ledger is listed before it is written");
        require(ledger.epoch() == epoch, "ledger " + ledger.ledgerId() + " has epoch " + ledger.epoch());
        require(ledgers.size() < MAX_LEDGERS_WITH_RESERVE, "the list is at its bound");
        require(find(ledger.ledgerId()) == null, "ledger " + ledger.ledgerId() + " is listed");
        List<Segment> all = new ArrayList<>(ledgers);
        all.add(ledger);
        return withLedgers(all);
    }

    /** Notes with which sequence a ledger begins; one that is gone or sealed meanwhile needs no note. */
    ShardNode startsAt(long ledgerId, long firstSequence) {
        return withLedgers(ledgers.stream()
                .map(ledger -> ledger.ledgerId() == ledgerId && ledger.state() == Segment.State.OPEN
                        ? ledger.startingAt(firstSequence)
                        : ledger)
                .toList());
    }

    /** Records a ledger's end. An empty one holds nothing of the log and leaves the list. */
    ShardNode seal(Segment sealed, long nowMs) {
        Segment listed = find(sealed.ledgerId());
        if (listed == null) {
            throw broken("ledger " + sealed.ledgerId() + " isn't listed");
        }
        require(sealed.state() == Segment.State.SEALED, "an end is recorded with the state");
        require(
                listed.state() == Segment.State.OPEN || listed.equals(sealed),
                "ledger " + sealed.ledgerId() + " has another end");
        List<Segment> all = new ArrayList<>(ledgers);
        if (sealed.empty()) {
            all.remove(listed);
            List<PendingDelete> pending = new ArrayList<>(pendingDelete);
            pending.add(new PendingDelete(sealed.ledgerId(), nowMs, sealed.sealedByRecovery()));
            return with(epoch, owner, state, replayFrom, all, pending, damage);
        }
        all.set(all.indexOf(listed), sealed);
        return withLedgers(all);
    }

    /** Gives up sealed ledgers that no replay from {@code from} on will read. */
    ShardNode drop(Collection<Long> ids, ReplayPosition from, long nowMs) {
        require(from.sequence() >= replayFrom.sequence(), "replay would begin before " + replayFrom);
        List<Segment> kept = new ArrayList<>();
        List<PendingDelete> pending = new ArrayList<>(pendingDelete);
        for (Segment ledger : ledgers) {
            if (!ids.contains(ledger.ledgerId())) {
                kept.add(ledger);
                continue;
            }
            require(ledger.state() == Segment.State.SEALED, "ledger " + ledger.ledgerId() + " is open");
            require(
                    ledger.endSequence() <= from.sequence(),
                    "ledger " + ledger.ledgerId() + " ends at " + ledger.endSequence() + ", replay begins at "
                            + from.sequence());
            pending.add(new PendingDelete(ledger.ledgerId(), nowMs, ledger.sealedByRecovery()));
        }
        require(
                kept.stream().anyMatch(ledger -> ledger.ledgerId() == from.ledgerId()),
                "replay would begin in ledger " + from.ledgerId() + ", which isn't in the list");
        require(pending.size() <= MAX_PENDING_DELETES, pending.size() + " ledgers would wait for deletion");
        return with(epoch, owner, state, from, kept, pending, damage);
    }

    /** Forgets ledgers that were deleted. */
    ShardNode forget(Collection<Long> deleted) {
        return with(
                epoch,
                owner,
                state,
                replayFrom,
                ledgers,
                pendingDelete.stream()
                        .filter(pending -> !deleted.contains(pending.ledgerId()))
                        .toList(),
                damage);
    }

    ShardNode damaged(String what) {
        return with(epoch, owner, State.DAMAGED, replayFrom, ledgers, pendingDelete, what);
    }

    /** The listed ledger, or null. */
    @Nullable
    Segment find(long ledgerId) {
        for (Segment ledger : ledgers) {
            if (ledger.ledgerId() == ledgerId) {
                return ledger;
            }
        }
        return null;
    }

    private ShardNode withLedgers(List<Segment> all) {
        return with(epoch, owner, state, replayFrom, all, pendingDelete, damage);
    }

    private ShardNode with(
            int newEpoch,
            @Nullable Claim newOwner,
            State newState,
            ReplayPosition from,
            List<Segment> all,
            List<PendingDelete> pending,
            @Nullable String what) {
        return new ShardNode(
                version,
                featureLevel,
                clusterId,
                shard,
                incarnation,
                set,
                newEpoch,
                newOwner,
                newState,
                from,
                all,
                pending,
                what);
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw broken(rule);
        }
    }

    private IllegalStateException broken(String rule) {
        return new IllegalStateException("node of shard " + shard + " at epoch " + epoch + ": " + rule);
    }
}
