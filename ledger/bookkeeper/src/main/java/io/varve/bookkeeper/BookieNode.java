/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.netty.buffer.PooledByteBufAllocator;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.bookkeeper.bookie.BookieException;
import org.apache.bookkeeper.bookie.BookieImpl;
import org.apache.bookkeeper.bookie.StateManager;
import org.apache.bookkeeper.conf.ServerConfiguration;
import org.apache.bookkeeper.discover.RegistrationManager;
import org.apache.bookkeeper.meta.MetadataDrivers;
import org.apache.bookkeeper.net.BookieId;
import org.apache.bookkeeper.proto.BookieServer;
import org.apache.bookkeeper.server.EmbeddedServer;
import org.apache.bookkeeper.server.conf.BookieConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bookie inside this process. It stops by itself when its disk fails; an error in BookKeeper's own code, such as a lack of
 * memory in a journal thread, ends the whole process, as BookKeeper has it.
 */
public final class BookieNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BookieNode.class);
    private static final int JOURNAL_TIMEOUT_SECONDS = 30;

    private final BookieConfig config;
    private final BookieDirectory directory;
    private final EmbeddedServer server;
    private final int port;
    private final JournalStats journal;
    private final Optional<LedgerRepair> repair;

    private BookieNode(
            BookieConfig config,
            BookieDirectory directory,
            EmbeddedServer server,
            ServerConfiguration options,
            JournalStats journal) {
        this.config = config;
        this.directory = directory;
        this.server = server;
        // The server wrote the port that it got into its options.
        this.port = options.getBookiePort();
        this.journal = journal;
        this.repair = config.repair().enabled() ? Optional.of(new LedgerRepair(options)) : Optional.empty();
    }

    /**
     * Starts a bookie and returns when it takes entries. The first one of a cluster creates the root of the ledgers. Blocks; fails
     * with {@code Unavailable} when ZooKeeper can't be reached, the port is taken, or the directory is another bookie's.
     */
    public static BookieNode start(BookieConfig config) {
        try {
            BookieDirectory directory =
                    BookieDirectory.take(config.directories().home(), config.id());
            try {
                return start(config, directory);
            } catch (Exception e) {
                directory.close();
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("interrupted while bookie " + config.id() + " started", e);
        } catch (Exception e) {
            throw new StoreException.Unavailable("bookie " + config.id() + " didn't start: " + e.getMessage(), e);
        }
    }

    private static BookieNode start(BookieConfig config, BookieDirectory directory) throws Exception {
        int wanted = config.port() == 0 ? directory.lastPort(config.address()) : config.port();
        ServerConfiguration options = BookieOptions.from(config, wanted);
        MetadataDrivers.runFunctionWithRegistrationManager(options, registrations -> {
            LedgersRoot.createIfMissing(registrations);
            BookieIdentity.check(config, registrations);
            if (directory.ranBefore()) {
                forgetLastRun(registrations, BookieId.parse(config.id()));
            }
            return true;
        });
        JournalStats journal = new JournalStats();
        EmbeddedServer server = EmbeddedServer.builder(new BookieConfiguration(options))
                .statsProvider(journal)
                .allocator(PooledByteBufAllocator.DEFAULT)
                .build();
        server.getLifecycleComponentStack().start();
        BookieNode node = new BookieNode(config, directory, server, options, journal);
        try {
            node.awaitJournal();
        } catch (IOException e) {
            node.close();
            throw e;
        }
        directory.keepPort(node.port);
        LOG.info(
                "bookie started id={} port={} data={}",
                config.id(),
                node.port,
                config.directories().home());
        return node;
    }

    /** BookKeeper opens it on the side; and a bookie that is stopped meanwhile loses the memory of that file. */
    private void awaitJournal() throws IOException, InterruptedException {
        try {
            if (isRunning()) {
                journal.open().get(JOURNAL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
                return;
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("its journal isn't open after " + JOURNAL_TIMEOUT_SECONDS + " s", e);
        }
        throw new IOException("it stopped at once with exit code " + bookie().getExitCode());
    }

    /** A bookie that was killed stays registered until its session ends, and that would refuse its successor. */
    private static void forgetLastRun(RegistrationManager registrations, BookieId id) {
        for (boolean readOnly : new boolean[] {false, true}) {
            try {
                if (registrations.isBookieRegistered(id)) {
                    registrations.unregisterBookie(id, readOnly);
                }
            } catch (BookieException e) {
                LOG.debug("no registration of id={} readOnly={}", id, readOnly, e);
            }
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

    /** Whether it takes requests. */
    public boolean isRunning() {
        return bookie().isRunning();
    }

    /** How often its journal was forced to disk since its start. */
    public long journalSyncs() {
        return journal.syncs();
    }

    /** Stops it and frees its port; what it was sent and didn't answer may or may not be on its disk. Blocks. */
    @Override
    public void close() {
        repair.ifPresent(LedgerRepair::close);
        server.getLifecycleComponentStack().close();
        try {
            directory.close();
        } catch (IOException e) {
            LOG.warn("lock of {} is not released", config.directories().home(), e);
        }
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

    /** Lets it do what it does when it finds its disk full, as a drill: it refuses entries, and is read from. Blocks. */
    public void turnReadOnly() throws ExecutionException, InterruptedException {
        state().transitionToReadOnlyMode().get();
    }

    /** Ends {@link #turnReadOnly}. Blocks. */
    public void turnWritable() throws ExecutionException, InterruptedException {
        state().transitionToWritableMode().get();
    }

    private StateManager state() {
        return ((BookieImpl) bookie().getBookie()).getStateManager();
    }

    private BookieServer bookie() {
        return server.getBookieService().getServer();
    }
}
