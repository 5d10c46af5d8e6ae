/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ZooKeeper server in this JVM, for a standalone broker and for tests: one server, on the loopback interface only. Each change
 * is synced to disk before it is answered, so what was answered survives SIGKILL.
 */
public final class ZooKeeperNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperNode.class);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final long START_TIMEOUT_MS = 20_000;
    /** ZooKeeper zeroes its log ahead by this much; 64 MiB, its default, take longer than everything else at the start. */
    private static final long LOG_AHEAD_BYTES = 1 << 20;

    private final ZooKeeperServerEmbedded server;
    private final int port;

    private ZooKeeperNode(ZooKeeperServerEmbedded server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a server and waits until it serves.
     *
     * @param directory where it keeps everything; created if it is missing
     * @param port 0 = the one it had the last time if that is free, else any free one
     * @throws IOException when it can't start, with the reason
     */
    public static ZooKeeperNode start(Path directory, int port) throws IOException {
        Files.createDirectories(directory);
        deleteGeneratedFiles(directory);
        Path portFile = directory.resolve("port");
        int wanted = port != 0 ? port : lastPort(portFile);
        // The server itself doesn't report this, but lets its starter wait.
        if (!isFree(wanted)) {
            throw new IOException("ZooKeeper can't start: port " + wanted + " of " + LOOPBACK + " is in use");
        }
        // Clients in this JVM, BookKeeper's too, would look for Kerberos first, which takes seconds on some machines.
        if (System.getProperty("zookeeper.sasl.client") == null) {
            System.setProperty("zookeeper.sasl.client", "false");
        }
        FileTxnLog.setPreallocSize(LOG_AHEAD_BYTES);
        try {
            ZooKeeperServerEmbedded server = ZooKeeperServerEmbedded.builder()
                    .baseDir(directory)
                    .configuration(configuration(wanted))
                    .exitHandler(ExitHandler.LOG_ONLY)
                    .build();
            server.start(START_TIMEOUT_MS);
            int bound = server.getClientPort();
            Files.writeString(portFile, bound + "\n");
            LOG.info("ZooKeeper serves port={} directory={}", bound, directory);
            return new ZooKeeperNode(server, bound);
        } catch (Exception e) {
            throw new IOException(
                    "ZooKeeper can't start on port " + wanted + " in " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Properties configuration(int port) {
        Properties configuration = new Properties();
        configuration.setProperty("clientPort", Integer.toString(port));
        configuration.setProperty("clientPortAddress", LOOPBACK.getHostAddress());
        configuration.setProperty("admin.enableServer", "false");
        configuration.setProperty("tickTime", "1000");
        configuration.setProperty("maxSessionTimeout", "60000");
        // Broker and bookies of one machine share an address; the limit of connections goes by address.
        configuration.setProperty("maxClientCnxns", "0");
        configuration.setProperty("maxCnxns", "1000");
        configuration.setProperty("forceSync", "yes");
        configuration.setProperty("4lw.commands.whitelist", "*");
        configuration.setProperty("autopurge.snapRetainCount", "3");
        configuration.setProperty("autopurge.purgeInterval", "1");
        return configuration;
    }

    /** The server writes its configuration into a new file at each start, and leaves it. */
    private static void deleteGeneratedFiles(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "zookeeper.configuration*.properties")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static int lastPort(Path portFile) throws IOException {
        if (!Files.exists(portFile)) {
            return 0;
        }
        String text = Files.readString(portFile).strip();
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        return isFree(port) ? port : 0;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    /** The port that it serves. */
    public int port() {
        return port;
    }

    /** {@code host:port} for clients. */
    public String connectString() {
        return LOOPBACK.getHostAddress() + ":" + port;
    }

    /** Stops serving; what was answered is on disk. */
    @Override
    public void close() {
        server.close();
    }
}
