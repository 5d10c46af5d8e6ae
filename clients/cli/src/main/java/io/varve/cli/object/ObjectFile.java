/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.object;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One file as a store of one object, whose key is the file's name as the user gave it; for reading only. */
final class ObjectFile implements ObjectStore {
    private final Path file;

    ObjectFile(Path file) {
        this.file = file;
    }

    /** The only key. */
    String key() {
        return file.toString();
    }

    @Override
    public CompletableFuture<Long> size(String key) {
        return now(() -> Files.size(file));
    }

    @Override
    public CompletableFuture<ByteBuf> read(String key, long position, int length) {
        return now(() -> {
            ByteBuf buffer = Unpooled.buffer(length, length);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                while (buffer.isWritable()) {
                    if (buffer.writeBytes(channel, position + buffer.writerIndex(), buffer.writableBytes()) < 0) {
                        throw new StoreException.Damaged(
                                file + " ends before " + length + " bytes from " + position, null);
                    }
                }
            }
            return buffer;
        });
    }

    @Override
    public CompletableFuture<Upload> begin(String key) {
        throw readOnly();
    }

    @Override
    public CompletableFuture<Void> delete(String key) {
        throw readOnly();
    }

    @Override
    public CompletableFuture<List<ObjectSummary>> list(String prefix, @Nullable String after, int limit) {
        throw readOnly();
    }

    @Override
    public String location() {
        return "file:" + file;
    }

    @Override
    public void close() {
        // Files are opened for each read.
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("a file is only read");
    }

    private static <T> CompletableFuture<T> now(Callable<T> read) {
        try {
            return CompletableFuture.completedFuture(read.call());
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        } catch (NoSuchFileException e) {
            return CompletableFuture.failedFuture(new StoreException.NotFound(e.getMessage() + ": no such file", e));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new StoreException.Unavailable(String.valueOf(e.getMessage()), e));
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
