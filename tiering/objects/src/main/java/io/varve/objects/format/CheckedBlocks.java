/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import io.netty.buffer.ByteBuf;
import io.varve.objects.Failures;
import io.varve.objects.ObjectStore;
import io.varve.protocol.checksum.Crc32c;
import io.varve.protocol.error.StoreException;
import java.util.concurrent.CompletableFuture;

/** Reads runs of blocks and checks them. */
public final class CheckedBlocks {
    private CheckedBlocks() {}

    /**
     * Reads consecutive blocks by one ranged read and checks the CRC of each. A body that was cut or changed on its way looks
     * like a damaged object, so {@code Damaged} is reported only when a second read gives it as well.
     *
     * @param first inclusive
     * @param end exclusive
     * @return the blocks' bytes; the caller releases them
     */
    public static CompletableFuture<ByteBuf> read(ObjectStore store, ObjectDirectory directory, int first, int end) {
        return readOnce(store, directory, first, end)
                .exceptionallyCompose(failure -> Failures.cause(failure) instanceof StoreException.Damaged
                        ? readOnce(store, directory, first, end)
                        : CompletableFuture.failedFuture(failure));
    }

    private static CompletableFuture<ByteBuf> readOnce(
            ObjectStore store, ObjectDirectory directory, int first, int end) {
        long position = directory.blocks().get(first).position();
        int length = Math.toIntExact(directory.blocks().get(end - 1).end() - position);
        return store.read(directory.key(), position, length).thenApply(bytes -> {
            try {
                check(directory, first, end, bytes);
                return bytes;
            } catch (StoreException e) {
                bytes.release();
                throw e;
            }
        });
    }

    private static void check(ObjectDirectory directory, int first, int end, ByteBuf bytes) {
        int index = bytes.readerIndex();
        for (int i = first; i < end; i++) {
            Block block = directory.blocks().get(i);
            int crc = Crc32c.of(bytes, index, block.length());
            if (crc != block.crc()) {
                throw new StoreException.Damaged(
                        String.format(
                                "object %s has a block at %d with CRC %08x; its index says %08x",
                                directory.key(), block.position(), crc, block.crc()),
                        null);
            }
            index += block.length();
        }
    }
}
