/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data directory of one bookie, held by one process at a time. BookKeeper doesn't lock it, and two bookies in one directory
 * would destroy each other's journal.
 */
final class BookieDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BookieDirectory.class);

    private final FileChannel lockFile;
    private final Path portFile;

    private BookieDirectory(FileChannel lockFile, Path portFile) {
        this.lockFile = lockFile;
        this.portFile = portFile;
    }

    /** Creates it if it is missing, and takes it. Fails when another bookie has it. */
    static BookieDirectory take(Path data, String bookieId) throws IOException {
        Files.createDirectories(data);
        FileChannel lockFile =
                FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = lockFile.tryLock();
            if (lock != null) {
                return new BookieDirectory(lockFile, data.resolve(bookieId + ".port"));
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            LOG.debug("directory {} is held by this process", data, heldByThisProcess);
        }
        lockFile.close();
        throw new IOException("another bookie runs in " + data);
    }

    /** Whether a bookie of this id ran here before. If so it is dead, since the directory is ours. */
    boolean ranBefore() {
        return Files.exists(portFile);
    }

    /** The port of the last run if it is still free, so that brokers needn't look it up again; else 0. */
    int lastPort(InetAddress address) throws IOException {
        if (!ranBefore()) {
            return 0;
        }
        String text = Files.readString(portFile).strip();
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
            return port;
        } catch (IOException | IllegalArgumentException unusable) {
            LOG.info("port {} of the last run can't be used again: {}", text, unusable.getMessage());
            return 0;
        }
    }

    void keepPort(int port) throws IOException {
        Files.writeString(portFile, Integer.toString(port));
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
