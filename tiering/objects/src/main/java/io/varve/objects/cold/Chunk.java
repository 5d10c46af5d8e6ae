/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.cold;

import io.netty.buffer.ByteBuf;
import io.varve.objects.format.ObjectDirectory;
import java.util.concurrent.CompletableFuture;

/**
 * A run of blocks of one partition in one object, read at once. The mutable fields are guarded by the {@link ChunkCache}.
 */
final class Chunk {
    final ObjectDirectory directory;
    final int firstBlock;
    final int endBlock;
    /** What the read that continues after this chunk asks for, before it is doubled. */
    final int windowBytes;

    final int bytes;
    /** The checked bytes, owned by the cache; whoever has pinned the chunk may use them. */
    final CompletableFuture<ByteBuf> data = new CompletableFuture<>();

    /** Readers that wait for the data or look at it now; a pinned chunk stays. */
    int pins;
    /** Whether a reader has asked for it, or it was only read ahead. */
    boolean wanted;
    /** Whether it has its data, so that it can be evicted. */
    boolean loaded;

    Chunk(ObjectDirectory directory, int firstBlock, int endBlock, int windowBytes) {
        this.directory = directory;
        this.firstBlock = firstBlock;
        this.endBlock = endBlock;
        this.windowBytes = windowBytes;
        this.bytes = Math.toIntExact(directory.blocks().get(endBlock - 1).end()
                - directory.blocks().get(firstBlock).position());
    }
}
