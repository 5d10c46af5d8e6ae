/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.check;

import io.varve.log.LedgerSpec;
import io.varve.log.Segment;
import io.varve.log.ShardNode;
import io.varve.log.ShardOwner;
import io.varve.log.record.TieredObject;
import io.varve.metadata.MetadataStore;
import io.varve.objects.MemoryObjectStore;
import io.varve.protocol.error.StoreException;
import io.varve.shard.state.PartitionKey;
import io.varve.simulation.port.LedgerTap;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sees every entry as it is stored, every change of a shard's node, every deletion; and knows at any moment what the logs hold.
 * It reads formats and compares; what it compares with comes from the log and from the clients alone.
 */
public final class Witness implements LedgerTap {
    private final Map<Integer, LogWitness> logs = new TreeMap<>();
    private final Map<PartitionKey, PartitionWitness> partitions = new TreeMap<>();
    private final Map<Integer, ShardNode> nodes = new TreeMap<>();
    private final Set<Long> deleted = new HashSet<>();
    private final Verdict verdict;
    private final MemoryObjectStore objects;
    private final InstantSource latest;
    private @Nullable MetadataStore metadata;
    private boolean entriesAreLost;
    private int inherited;

    /**
     * Has seen nothing.
     *
     * @param objects what the object store really holds
     * @param latest what the fastest of the brokers' clocks may show
     */
    public Witness(Verdict verdict, MemoryObjectStore objects, InstantSource latest) {
        this.verdict = verdict;
        this.objects = objects;
        this.latest = latest;
    }

    /** Follows the shards' nodes by a session of its own, whose calls are done before they return. */
    public void follow(MetadataStore session) {
        metadata = session;
        MetadataStore.Watch unused = session.watch("/shards", path -> {
            if (path.length() > "/shards/".length()) {
                changed(path);
            }
        });
    }

    private void changed(String path) {
        if (metadata == null) {
            throw new IllegalStateException("follows nothing");
        }
        metadata.get(path).join().ifPresent(found -> {
            ShardNode now = ShardNode.parse(found.bytes());
            ShardNode before = nodes.put(now.shard(), now);
            if (before != null) {
                check(before, now);
                if (before.state() == ShardNode.State.CLOSED && now.state() == ShardNode.State.OWNED) {
                    inherited++;
                }
            }
        });
    }

    /** From now on bookies may have lost what they had confirmed. */
    public void entriesAreLost() {
        entriesAreLost = true;
    }

    /** Somebody says that a log is damaged. */
    public void damaged(String what) {
        verdict.unless(entriesAreLost, () -> "nothing was damaged, and yet: " + what);
    }

    private void check(ShardNode before, ShardNode now) {
        if (now.state() == ShardNode.State.DAMAGED) {
            damaged("shard " + now.shard() + ": " + now.damage());
        }
        verdict.unless(
                now.epoch() > before.epoch()
                        || (now.epoch() == before.epoch()
                                && (before.owner() == null || before.owner().equals(now.owner()))),
                () -> "the node of shard " + now.shard() + " went from epoch " + before.epoch() + " of "
                        + before.owner() + " to epoch " + now.epoch() + " of " + now.owner());
        verdict.unless(
                now.replayFrom().sequence() >= before.replayFrom().sequence(),
                () -> "replay of shard " + now.shard() + " went back to " + now.replayFrom());
        Set<Long> listed = now.ledgers().stream().map(Segment::ledgerId).collect(Collectors.toSet());
        for (Segment segment : before.ledgers()) {
            if (!listed.contains(segment.ledgerId())) {
                dropped(now, segment.ledgerId());
            }
        }
    }

    /** A ledger is given up only when no replay needs it and its batches stand in objects (I6). */
    private void dropped(ShardNode node, long ledgerId) {
        LogWitness log = log(node.shard());
        long end = log.endOf(ledgerId);
        if (end == 0) {
            return;
        }
        long from = node.replayFrom().sequence();
        verdict.unless(
                from >= end && log.isSnapshot(from),
                () -> "shard " + node.shard() + " gave up ledger " + ledgerId + " that ends at sequence " + end
                        + ", replay begins at " + from);
        List<TieredObject> copies = log.copies(ledgerId);
        verdict.unless(
                !log.hasBatches(ledgerId) || copies != null,
                () -> "shard " + node.shard() + " gave up ledger " + ledgerId + ", which was never copied");
        if (copies != null) {
            copies.forEach(object -> checkObject(ledgerId, object));
        }
    }

    private void checkObject(long ledgerId, TieredObject object) {
        int bytes;
        try {
            bytes = objects.bytes(object.key()).length;
        } catch (StoreException.NotFound e) {
            bytes = -1;
        }
        int found = bytes;
        verdict.unless(
                found == object.bytes(),
                () -> "ledger " + ledgerId + " was given up, its copy " + object.key() + " has " + found
                        + " bytes, not " + object.bytes());
    }

    @Override
    public void stored(LedgerSpec spec, long ledgerId, long entryId, byte[] entry) {
        verdict.unless(!deleted.contains(ledgerId), () -> "an entry was stored in deleted ledger " + ledgerId);
        log(spec.shard()).stored(spec, ledgerId, entryId, entry);
    }

    @Override
    public void deleting(long ledgerId) {
        deleted.add(ledgerId);
        for (ShardNode node : nodes.values()) {
            verdict.unless(
                    node.ledgers().stream().noneMatch(segment -> segment.ledgerId() == ledgerId),
                    () -> "ledger " + ledgerId + " is deleted, and shard " + node.shard() + " still lists it");
        }
    }

    /** The log of a shard. */
    public LogWitness log(int shard) {
        return logs.computeIfAbsent(shard, id -> new LogWitness(id, this::partition, verdict));
    }

    /** A partition. */
    public PartitionWitness partition(PartitionKey key) {
        return partitions.computeIfAbsent(key, it -> new PartitionWitness(it, verdict, latest));
    }

    /** All partitions that anybody wrote to or asked for. */
    public Collection<PartitionKey> partitions() {
        return List.copyOf(partitions.keySet());
    }

    /** Whether this process holds the last claim of a shard. */
    public boolean isOwner(int shard, ShardOwner owner) {
        ShardNode node = nodes.get(shard);
        return node != null
                && node.owner() != null
                && node.owner().brokerId().equals(owner.brokerId())
                && node.owner().incarnation() == owner.incarnation();
    }

    /** The node of a shard as it is now; null before the first claim. */
    public @Nullable ShardNode node(int shard) {
        return nodes.get(shard);
    }

    /** Images of live owners that were compared with the log. */
    public long comparedImages() {
        return logs.values().stream().mapToLong(LogWitness::comparedImages).sum();
    }

    /** How often somebody who had followed a log served it with one change of its node. */
    public int inherited() {
        return inherited;
    }

    /** Ledgers that were deleted. */
    public int deletedLedgers() {
        return deleted.size();
    }
}
