/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects as files below a directory. An upload is written to a file of its own in {@code ~uploads} (a name that no key can
 * have), forced to disk, and made visible by a hard link, which is atomic and never replaces a file; then the directories on
 * the way are forced, so that an object that was answered outlives a power cut.
 */
public final class DirectoryObjectStore implements ObjectStore {
    static final String UPLOADS = "~uploads";

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryObjectStore.class);
    private static final int THREADS = 4;
    private static final int QUEUED_CALLS = 1024;
    /** A whole object at once would keep others who force files to the same disk waiting, journals above all. */
    private static final long FORCE_EVERY_BYTES = 4 << 20;

    /** A deleted object's empty directories are removed, perhaps just when a new object needs them. */
    private static final int LINK_ATTEMPTS = 100;

    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final Path root;
    private final Path uploads;
    private final BlockingPool pool;

    private DirectoryObjectStore(Path root) {
        this.root = root;
        this.uploads = root.resolve(UPLOADS);
        this.pool = new BlockingPool("varve-directory-store", THREADS, QUEUED_CALLS, DirectoryObjectStore::translate);
    }

    /**
     * Opens the directory, which is created when it doesn't exist; blocks. Uploads that somebody left behind more than a day
     * ago are removed.
     */
    public static DirectoryObjectStore open(Path directory) throws IOException {
        DirectoryObjectStore store =
                new DirectoryObjectStore(directory.toAbsolutePath().normalize());
        Files.createDirectories(store.uploads);
        store.removeAbandonedUploads();
        return store;
    }

    @Override
    public CompletableFuture<Upload> begin(String key) {
        KeyGrammar.check(key);
        return pool.call(() -> {
            Path file = uploads.resolve(UUID.randomUUID().toString());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new FileUpload(key, file, channel);
        });
    }

    @Override
    public CompletableFuture<Long> size(String key) {
        KeyGrammar.check(key);
        return pool.call(() -> {
            BasicFileAttributes attributes = Files.readAttributes(path(key), BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new StoreException.NotFound("object " + key + " does not exist", null);
            }
            return attributes.size();
        });
    }

    @Override
    public CompletableFuture<ByteBuf> read(String key, long position, int length) {
        KeyGrammar.check(key);
        return pool.call(() -> {
            ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(length, length);
            try (FileChannel channel = FileChannel.open(path(key), StandardOpenOption.READ)) {
                while (buffer.isWritable()) {
                    if (buffer.writeBytes(channel, position + buffer.writerIndex(), buffer.writableBytes()) < 0) {
                        throw new StoreException.Damaged(
                                "object " + key + " of " + channel.size() + " bytes ends before " + length + " from "
                                        + position,
                                null);
                    }
                }
                return buffer.retain();
            } finally {
                buffer.release();
            }
        });
    }

    @Override
    public CompletableFuture<Void> delete(String key) {
        KeyGrammar.check(key);
        return pool.call(() -> {
            Path file = path(key);
            if (Files.deleteIfExists(file)) {
                force(parent(file));
                removeEmptyDirectories(parent(file));
            }
            return done();
        });
    }

    @Override
    public CompletableFuture<List<ObjectSummary>> list(String prefix, @Nullable String after, int limit) {
        KeyGrammar.checkPrefix(prefix);
        return pool.call(() -> new DirectoryListing(prefix, after, limit).of(root));
    }

    @Override
    public String location() {
        return "file:" + root;
    }

    @Override
    public void close() {
        pool.close();
    }

    private Path path(String key) {
        return root.resolve(key);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException(file + " has no parent");
        }
        return parent;
    }

    private void removeAbandonedUploads() throws IOException {
        FileTime oldest = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
        try (Stream<Path> files = Files.list(uploads)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.getLastModifiedTime(file).compareTo(oldest) < 0) {
                    LOG.info("removing an upload that nobody finished; file={}", file);
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void removeEmptyDirectories(Path from) throws IOException {
        for (Path directory = from; !directory.equals(root); directory = parent(directory)) {
            try {
                Files.delete(directory);
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                return; // in use again, or removed by somebody else
            }
        }
    }

    /** Makes the directories above the file, each of them durable, and links the file to its name. */
    private void link(Path uploaded, Path file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                createDirectories(parent(file));
                Files.createLink(file, uploaded);
                return;
            } catch (NoSuchFileException e) {
                if (attempt == LINK_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        createDirectories(parent(directory));
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        force(parent(directory));
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static StoreException translate(Throwable failure) {
        if (failure instanceof NoSuchFileException e) {
            return new StoreException.NotFound("object file " + e.getMessage() + " does not exist", e);
        }
        return new StoreException.Unavailable("directory store failed: " + failure, failure);
    }

    /** What a call without a result gives. */
    @SuppressWarnings("NullAway") // Void has no other value
    private static Void done() {
        return null;
    }

    private final class FileUpload implements Upload {
        private final String key;
        private final Path file;
        private final FileChannel channel;
        private long unforcedBytes;
        private boolean failed;

        private FileUpload(String key, Path file, FileChannel channel) {
            this.key = key;
            this.file = file;
            this.channel = channel;
        }

        @Override
        public CompletableFuture<Void> write(ByteBuf part) {
            return pool.call(() -> {
                        try {
                            while (part.isReadable()) {
                                unforcedBytes += part.readBytes(channel, part.readableBytes());
                            }
                            if (unforcedBytes >= FORCE_EVERY_BYTES) {
                                channel.force(false);
                                unforcedBytes = 0;
                            }
                            return done();
                        } catch (IOException e) {
                            failed = true;
                            throw e;
                        }
                    })
                    .whenComplete((nothing, failure) -> part.release());
        }

        @Override
        public CompletableFuture<Void> complete() {
            return pool.call(() -> {
                if (failed) {
                    throw new StoreException.Unavailable("a write of object " + key + " failed before", null);
                }
                channel.force(true);
                channel.close();
                Path target = path(key);
                try {
                    link(file, target);
                } catch (FileAlreadyExistsException e) {
                    throw new StoreException.Conflict("object " + key + " exists already", e);
                }
                try {
                    force(parent(target));
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new StoreException.UnknownOutcome("object " + key + " is visible, perhaps not durable", e);
                }
                return done();
            });
        }

        @Override
        public CompletableFuture<Void> abort() {
            return pool.call(() -> {
                channel.close();
                Files.deleteIfExists(file);
                return done();
            });
        }
    }
}
