/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.IntConsumer;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.util.ServiceUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ZooKeeper server in this JVM: one alone, or one of an ensemble. Each change is synced to disk before it is answered, so what
 * was answered survives SIGKILL.
 */
public final class ZooKeeperNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperNode.class);
    private static final long START_TIMEOUT_MS = 20_000;
    /** ZooKeeper zeroes its log ahead by this much; 64 MiB, its default, take longer than everything else at the start. */
    private static final long LOG_AHEAD_BYTES = 1 << 20;

    private final ZooKeeperServerEmbedded server;
    private final String host;
    private final int port;

    private ZooKeeperNode(ZooKeeperServerEmbedded server, String host, int port) {
        this.server = server;
        this.host = host;
        this.port = port;
    }

    /**
     * Starts a server alone, on the loopback interface, and waits until it serves.
     *
     * @param directory where it keeps everything; created if it is missing
     * @param port 0 = the one it had the last time if that is free, else any free one
     * @throws IOException when it can't start, with the reason
     */
    public static ZooKeeperNode start(Path directory, int port) throws IOException {
        return start(directory, ZooKeeperServerConfig.alone(port));
    }

    /**
     * Starts a server. One alone serves when this returns; one of an ensemble listens, and serves as soon as more than half of them
     * are there.
     *
     * @param path where it keeps everything; created if it is missing
     * @throws IOException when it can't start, with the reason
     */
    public static ZooKeeperNode start(Path path, ZooKeeperServerConfig config) throws IOException {
        ZooKeeperDirectory directory = new ZooKeeperDirectory(path);
        directory.take(config);
        InetAddress address = InetAddress.getByName(config.host());
        int wanted = config.port() != 0 ? config.port() : lastPort(directory, address);
        requireFree(address, wanted);
        requireFreePeerPorts(config);
        // Clients in this JVM, BookKeeper's too, would look for Kerberos first, which takes seconds on some machines.
        if (System.getProperty("zookeeper.sasl.client") == null) {
            System.setProperty("zookeeper.sasl.client", "false");
        }
        FileTxnLog.setPreallocSize(LOG_AHEAD_BYTES);
        try {
            ZooKeeperServerEmbedded server = ZooKeeperServerEmbedded.builder()
                    .baseDir(path)
                    .configuration(configuration(config.withPort(wanted)))
                    .exitHandler(ExitHandler.LOG_ONLY)
                    .build();
            server.start(START_TIMEOUT_MS);
            int bound = server.getClientPort();
            directory.keepPort(bound);
            LOG.info("ZooKeeper serves id={} port={} directory={}", config.id(), bound, path);
            return new ZooKeeperNode(server, config.host(), bound);
        } catch (Exception e) {
            throw new IOException("ZooKeeper can't start on port " + wanted + " in " + path + ": " + e.getMessage(), e);
        }
    }

    private static Properties configuration(ZooKeeperServerConfig config) {
        Properties configuration = new Properties();
        configuration.setProperty("clientPort", Integer.toString(config.port()));
        configuration.setProperty("clientPortAddress", config.host());
        configuration.setProperty("admin.enableServer", "false");
        // In ms. A session ends with a tick, so that much later than it should at most.
        configuration.setProperty("tickTime", "500");
        configuration.setProperty("maxSessionTimeout", "60000");
        // Broker and bookies of one machine share an address; the limit of connections goes by address.
        configuration.setProperty("maxClientCnxns", "0");
        configuration.setProperty("maxCnxns", "1000");
        configuration.setProperty("forceSync", "yes");
        configuration.setProperty("4lw.commands.whitelist", "*");
        configuration.setProperty("autopurge.snapRetainCount", "3");
        configuration.setProperty("autopurge.purgeInterval", "1");
        List<String> ensemble = config.ensemble();
        for (int i = 0; i < ensemble.size(); i++) {
            configuration.setProperty("server." + (i + 1), ensemble.get(i));
        }
        // In ticks: what a follower may take to catch up with its leader at first, and how far it may be behind later.
        configuration.setProperty("initLimit", "40");
        configuration.setProperty("syncLimit", "10");
        return configuration;
    }

    private static int lastPort(ZooKeeperDirectory directory, InetAddress address) throws IOException {
        int port = directory.lastPort();
        return isFree(address, port) ? port : 0;
    }

    /** The server itself doesn't report it when others have its ports, but lets its starter wait. */
    private static void requireFreePeerPorts(ZooKeeperServerConfig config) throws IOException {
        if (!config.ensemble().isEmpty()) {
            String[] own = config.ensemble().get(config.id() - 1).split(":");
            InetAddress address = InetAddress.getByName(own[0]);
            requireFree(address, Integer.parseInt(own[1]));
            requireFree(address, Integer.parseInt(own[2]));
        }
    }

    private static void requireFree(InetAddress address, int port) throws IOException {
        if (!isFree(address, port)) {
            throw new IOException("ZooKeeper can't start: port " + port + " of " + address + " is in use");
        }
    }

    private static boolean isFree(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    /**
     * Calls the listener when a server of this JVM can't go on, such as one whose disk fails; it stops and doesn't come back by
     * itself. For processes that are one server: there is one listener for all.
     */
    public static void onFailure(IntConsumer listener) {
        ServiceUtils.setSystemExitProcedure(listener::accept);
    }

    /** The port that it serves. */
    public int port() {
        return port;
    }

    /** {@code host:port} for clients. */
    public String connectString() {
        return host + ":" + port;
    }

    /** Stops serving; what was answered is on disk. */
    @Override
    public void close() {
        server.close();
    }
}
