/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The directory that a server keeps everything in, locked while it runs: two servers on the same files would destroy them. The
 * lock is the operating system's, so it ends with the process however that ends.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "varve.lock";
    private static final String PORTS = "varve.ports";

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory if it isn't there, and locks it.
     *
     * @throws StartRefused when another server has it, or it can't be written
     */
    public static DataDirectory open(Path path) {
        Path directory = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String owner = read(channel);
                channel.close();
                throw new StartRefused(
                        "another varve" + (owner.isEmpty() ? "" : " (process " + owner + ")") + " is running on "
                                + directory + "; stop it, or give this one a directory of its own with --data");
            }
            write(channel, Long.toString(ProcessHandle.current().pid()));
            Files.deleteIfExists(directory.resolve(PORTS));
            return new DataDirectory(directory, channel);
        } catch (IOException e) {
            throw new StartRefused("data directory " + directory + " can't be used: " + e);
        }
    }

    /** The directory, absolute. */
    public Path path() {
        return path;
    }

    /**
     * Writes the addresses that the server listens on to {@code varve.ports}, one {@code name=host:port} a line. The file is
     * there, and whole, from when the server is ready until it stops.
     */
    public void publish(Map<String, String> addresses) throws IOException {
        String lines = addresses.entrySet().stream()
                .map(address -> address.getKey() + "=" + address.getValue() + "\n")
                .collect(Collectors.joining());
        Path written = Files.writeString(path.resolve(PORTS + ".new"), lines);
        Files.move(written, path.resolve(PORTS), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes the addresses back and lets others have the directory. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path.resolve(PORTS));
        lock.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // The other server runs in this process.
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    }
}
