/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.wire.Source;
import io.varve.shard.state.PartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a partition's batches from entries up to a size. A batch that fills most of its entry is sliced; smaller ones are
 * copied, so that a slow consumer never keeps a whole entry alive for a small part of it.
 */
final class BatchCollector {
    private static final int COPY_BELOW_SHARE = 4;
    private static final int MAX_COMPONENTS = 64;

    private final ByteBufAllocator allocator;
    private final PartitionKey key;
    private final int maxBytes;
    private long wanted;
    private long bytes;
    private boolean hasGap;
    private @Nullable CompositeByteBuf found;
    private @Nullable ByteBuf copies;
    private Source source = Source.SOURCE_TAIL;

    /**
     * Creates it.
     *
     * @param offset the first offset wanted; batches that end before it are skipped
     */
    BatchCollector(ByteBufAllocator allocator, PartitionKey key, long offset, int maxBytes) {
        this.allocator = allocator;
        this.key = key;
        this.wanted = offset;
        this.maxBytes = maxBytes;
    }

    /** Takes what fits from an entry, up to where offsets are missing. Borrows the view. */
    void take(EntryView view, Source from) {
        EntryView.Batches batches = view.of(key);
        for (int i = 0; batches != null && i < batches.size() && !isFull(); i++) {
            if (batches.lastOffset(i) < wanted) {
                continue;
            }
            ByteBuf next = batches.slice(i);
            if (BatchHeader.baseOffset(next, next.readerIndex()) > wanted) {
                hasGap = true;
                return;
            }
            if (bytes > 0 && bytes + batches.length(i) > maxBytes) {
                bytes = Math.max(bytes, maxBytes);
                return;
            }
            add(view, next);
            wanted = batches.lastOffset(i) + 1;
            if (from == Source.SOURCE_LEDGER) {
                source = from;
            }
        }
    }

    private void add(EntryView view, ByteBuf batch) {
        int length = batch.readableBytes();
        if (length * COPY_BELOW_SHARE < view.sizeBytes()) {
            if (copies == null) {
                copies = allocator.buffer(Math.max(length, Math.min(maxBytes, 16 * 1024)));
            }
            copies.writeBytes(batch, batch.readerIndex(), length);
        } else {
            endCopies();
            composite().addComponent(true, batch.retainedDuplicate());
        }
        bytes += length;
    }

    private void endCopies() {
        if (copies != null) {
            composite().addComponent(true, copies);
            copies = null;
        }
    }

    private CompositeByteBuf composite() {
        if (found == null) {
            found = allocator.compositeBuffer(MAX_COMPONENTS);
        }
        return found;
    }

    /** Whether it takes nothing more. */
    boolean isFull() {
        return bytes >= maxBytes || hasGap;
    }

    /** Whether an entry went on behind offsets that came from none before it: offsets have no gaps (I4), so they are elsewhere. */
    boolean hasGap() {
        return hasGap;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /** Hands over what was gathered; must not be empty. */
    Batches finish() {
        if (found == null && copies != null) {
            ByteBuf only = copies;
            copies = null;
            return new Batches(only, wanted, source);
        }
        endCopies();
        return new Batches(composite(), wanted, source);
    }

    /** Gives up what was gathered. */
    void release() {
        if (copies != null) {
            copies.release();
            copies = null;
        }
        if (found != null) {
            found.release();
            found = null;
        }
    }
}
