/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.netty.buffer.PooledByteBufAllocator;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.bookkeeper.bookie.BookKeeperServerStats;
import org.apache.bookkeeper.bookie.BookieException;
import org.apache.bookkeeper.conf.ServerConfiguration;
import org.apache.bookkeeper.discover.RegistrationManager;
import org.apache.bookkeeper.meta.MetadataDrivers;
import org.apache.bookkeeper.proto.BookieServer;
import org.apache.bookkeeper.server.EmbeddedServer;
import org.apache.bookkeeper.server.conf.BookieConfiguration;
import org.apache.bookkeeper.stats.NullStatsProvider;
import org.apache.bookkeeper.stats.StatsLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bookie inside this process. */
public final class BookieNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BookieNode.class);

    private final BookieConfig config;
    private final EmbeddedServer server;
    private final int port;
    private final AtomicLong journalSyncs;

    private BookieNode(BookieConfig config, EmbeddedServer server, int port, AtomicLong journalSyncs) {
        this.config = config;
        this.server = server;
        this.port = port;
        this.journalSyncs = journalSyncs;
    }

    /**
     * Starts a bookie and returns when it takes entries. The first one of a cluster creates the ledgers' root. Blocks; fails
     * with {@code Unavailable} when ZooKeeper can't be reached, the port is taken, or the directory is another bookie's.
     */
    public static BookieNode start(BookieConfig config) {
        try {
            Files.createDirectories(config.data());
            Path portFile = config.data().resolve("port");
            ServerConfiguration options = BookieOptions.from(config, port(config, portFile));
            MetadataDrivers.runFunctionWithRegistrationManager(options, BookieNode::initialise);
            AtomicLong journalSyncs = new AtomicLong();
            EmbeddedServer server = EmbeddedServer.builder(new BookieConfiguration(options))
                    .statsProvider(new JournalStats(journalSyncs))
                    .allocator(PooledByteBufAllocator.DEFAULT)
                    .build();
            server.getLifecycleComponentStack().start();
            // The server wrote the port that it got into its options.
            BookieNode node = new BookieNode(config, server, options.getBookiePort(), journalSyncs);
            if (!node.isRunning()) {
                int exitCode = node.bookie().getExitCode();
                node.close();
                throw new IOException("it stopped at once with exit code " + exitCode);
            }
            Files.writeString(portFile, Integer.toString(node.port));
            LOG.info("bookie started id={} port={} data={}", config.id(), node.port, config.data());
            return node;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("interrupted while bookie " + config.id() + " started", e);
        } catch (Exception e) {
            throw new StoreException.Unavailable("bookie " + config.id() + " didn't start: " + e.getMessage(), e);
        }
    }

    /** The port of last time if it is still free, so that brokers needn't look it up again. */
    private static int port(BookieConfig config, Path portFile) throws IOException {
        if (config.port() != 0 || !Files.exists(portFile)) {
            return config.port();
        }
        int last = Integer.parseInt(Files.readString(portFile).strip());
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(config.address(), last));
            return last;
        } catch (IOException taken) {
            LOG.info("port={} of bookie id={} is taken, the system picks another", last, config.id());
            return 0;
        }
    }

    /** Creates the ledgers' root if there is none; of several bookies that find none, one succeeds. */
    private static boolean initialise(RegistrationManager registrations) {
        if (isInitialised(registrations)) {
            return false;
        }
        try {
            return registrations.initNewCluster();
        } catch (Exception e) {
            if (isInitialised(registrations)) {
                return false;
            }
            throw new StoreException.Unavailable("the ledgers' root can't be created", e);
        }
    }

    private static boolean isInitialised(RegistrationManager registrations) {
        try {
            return !registrations.getClusterInstanceId().isEmpty();
        } catch (BookieException e) {
            LOG.info("no ledgers' root yet: {}", e.getMessage());
            return false;
        }
    }

    /** Its name in the cluster. */
    public String id() {
        return config.id();
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Whether it takes requests. It stops by itself when its disk fails. */
    public boolean isRunning() {
        return bookie().isRunning();
    }

    /** How often its journal was forced to disk since its start. */
    public long journalSyncs() {
        return journalSyncs.get();
    }

    /** Stops it and frees its port; what it was sent and didn't answer may or may not be on its disk. Blocks. */
    @Override
    public void close() {
        server.getLifecycleComponentStack().close();
        LOG.info("bookie stopped id={}", config.id());
    }

    /** Lets it hang: it stays registered and connected, and answers nothing. */
    void suspend() {
        bookie().suspendProcessing();
    }

    /** Ends {@link #suspend}. */
    void resume() {
        bookie().resumeProcessing();
    }

    private BookieServer bookie() {
        return server.getBookieService().getServer();
    }

    private static final class JournalStats extends NullStatsProvider {
        private final StatsLogger stats;

        JournalStats(AtomicLong syncs) {
            stats = new StatsTap(Set.of(BookKeeperServerStats.JOURNAL_SYNC), (name, label, succeeded) -> {
                if (succeeded) {
                    syncs.incrementAndGet();
                }
            });
        }

        @Override
        public StatsLogger getStatsLogger(String scope) {
            return stats;
        }
    }
}
