/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.Entry;
import io.varve.log.record.EntryHeader;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads entries that belong to this shard and nobody else. Decoding and checking happen on the store's threads. */
final class EntryReads {
    private final int clusterHash;
    private final int shard;
    private final int incarnation;

    EntryReads(ShardIdentity identity, int incarnation) {
        this.clusterHash = identity.clusterHash();
        this.shard = identity.shard();
        this.incarnation = incarnation;
    }

    /**
     * At least one entry. {@code Damaged} when one isn't what the log wrote there, or doesn't follow the one before it.
     *
     * @return the caller releases every entry
     */
    CompletableFuture<List<Entry>> read(LedgerReader reader, Segment segment, long first, long last, int maxBytes) {
        return reader.read(first, last, maxBytes).thenApply(buffers -> decode(segment, first, buffers));
    }

    private List<Entry> decode(Segment segment, long first, List<ByteBuf> buffers) {
        List<Entry> entries = new ArrayList<>(buffers.size());
        int taken = 0;
        try {
            while (taken < buffers.size()) {
                ByteBuf buffer = buffers.get(taken);
                Entry entry = Entry.decode(segment.ledgerId(), first + taken++, buffer);
                entries.add(entry);
                check(segment, entry);
                if (taken > 1
                        && entry.header().firstSequence()
                                != entries.get(taken - 2).header().endSequence()) {
                    throw damaged(
                            entry,
                            "begins at sequence " + entry.header().firstSequence() + ", the one before ends at "
                                    + entries.get(taken - 2).header().endSequence());
                }
            }
            if (entries.isEmpty()) {
                throw new StoreException.Damaged("ledger " + segment.ledgerId() + " gave no entry from " + first, null);
            }
            return entries;
        } catch (StoreException.Damaged e) {
            entries.forEach(Entry::release);
            buffers.subList(taken, buffers.size()).forEach(ByteBuf::release);
            throw e;
        }
    }

    private void check(Segment segment, Entry entry) {
        EntryHeader header = entry.header();
        if (header.clusterHash() != clusterHash || header.shard() != shard || header.incarnation() != incarnation) {
            throw damaged(
                    entry,
                    "is of cluster " + Integer.toHexString(header.clusterHash()) + ", shard " + header.shard()
                            + ", incarnation " + header.incarnation() + ", not of "
                            + Integer.toHexString(clusterHash) + ", " + shard + ", " + incarnation);
        }
        if (header.epoch() != segment.epoch()) {
            throw damaged(entry, "has epoch " + header.epoch() + ", its ledger has " + segment.epoch());
        }
    }

    private static StoreException.Damaged damaged(Entry entry, String what) {
        return new StoreException.Damaged(
                "entry " + entry.entryId() + " of ledger " + entry.ledgerId() + " " + what, null);
    }
}
