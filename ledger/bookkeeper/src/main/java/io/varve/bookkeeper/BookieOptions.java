/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import org.apache.bookkeeper.conf.ServerConfiguration;
import org.apache.bookkeeper.stats.NullStatsProvider;

/** The options of a bookie, in one place, each with the reason why it isn't the default. */
final class BookieOptions {
    private BookieOptions() {}

    /** @param port 0 for one that the system picks */
    static ServerConfiguration from(BookieConfig config, int port) throws SocketException {
        ServerConfiguration options = new ServerConfiguration();
        options.setMetadataServiceUri(config.metadataUri());
        options.setZkTimeout((int) config.sessionTimeout().toMillis());
        place(options, config, port);
        journal(options, config.directories().journal());
        storage(options, config);
        threads(options);
        repair(options, config.repair());
        options.setNettyMaxFrameSizeBytes(ClientOptions.FRAME_BYTES);
        options.setMaxBatchReadSize(ClientOptions.FRAME_BYTES);
        options.setAllocatorLeakDetectionPolicy(ClientOptions.leakDetection());
        options.setStatsProviderClass(NullStatsProvider.class);
        options.setHttpServerEnabled(false);
        return options;
    }

    private static void place(ServerConfiguration options, BookieConfig config, int port) throws SocketException {
        // The id stands in every ledger's metadata; an address would make a bookie that moves a new one.
        options.setBookieId(config.id());
        options.setAdvertisedAddress(config.address().getHostAddress());
        // Naming an interface is what makes it listen on the advertised address only.
        NetworkInterface listening = NetworkInterface.getByInetAddress(config.address());
        if (listening == null) {
            throw new SocketException("no network interface has the address " + config.address());
        }
        options.setListeningInterface(listening.getName());
        options.setAllowLoopback(config.address().isLoopbackAddress());
        options.setBookiePort(port);
        options.setAllowEphemeralPorts(port == 0);
    }

    /** An answer means that the entry is on disk, and an idle journal doesn't wait for company. */
    private static void journal(ServerConfiguration options, Path journal) {
        options.setJournalDirName(journal.toString());
        options.setJournalWriteData(true);
        options.setJournalSyncData(true);
        options.setJournalFlushWhenQueueEmpty(true);
        options.setJournalMaxGroupWaitMSec(1);
        options.setJournalWriteBufferSizeKB(512);
        options.setMaxJournalSizeMB(64);
        options.setProperty("journalPreAllocSizeMB", 4);
        options.setJournalChannelProvider(JournalFiles.class.getName());
        // What is wholly flushed to the ledgers is of no use any more.
        options.setMaxBackupJournals(0);
    }

    /** Small files, so that a deleted ledger's space comes back soon, and memory that lets three bookies share a process. */
    private static void storage(ServerConfiguration options, BookieConfig config) {
        options.setLedgerDirNames(new String[] {config.directories().ledgers().toString()});
        options.setEntryLogSizeLimit(64 << 20);
        // A whole memory table at once would keep the disk, and with it the journal's answers, waiting for tens of ms.
        options.setFlushIntervalInBytes(2 << 20);
        // An entry takes a few reads, not one for every 4 KiB.
        options.setReadBufferBytes(32 << 10);
        options.setSkipListSizeLimit(config.writeCacheBytes());
        // An array of 1 MiB and its header would take two regions of a heap of 1 GiB.
        options.setSkipListArenaChunkSize((1 << 20) - 64);
        options.setPageLimit(1024);
        options.setOpenFileLimit(200);
        options.setGcWaitTime(config.gcInterval().toMillis());
        options.setDiskUsageWarnThreshold(config.diskLimits().warn());
        options.setDiskUsageThreshold(config.diskLimits().full());
        options.setIsForceGCAllowWhenNoSpace(true);
    }

    private static void threads(ServerConfiguration options) {
        options.setServerNumIOThreads(2);
        options.setNumAddWorkerThreads(1);
        options.setNumReadWorkerThreads(2);
        options.setNumHighPriorityWorkerThreads(1);
        options.setNumLongPollWorkerThreads(0);
    }

    /**
     * Repair reads every entry of every ledger now and then, since by default holes in the middle are never found; and it leaves
     * open ledgers to their writers, which move on by themselves: opening one for repair would fence it.
     */
    private static void repair(ServerConfiguration options, RepairConfig config) {
        // It runs beside the bookie; see LedgerRepair.
        options.setAutoRecoveryDaemonEnabled(false);
        options.setAuditorPeriodicCheckInterval(config.checkInterval().toSeconds());
        options.setAuditorLedgerVerificationPercentage(100);
        options.setLostBookieRecoveryDelay((int) config.lostBookieDelay().toSeconds());
        options.setOpenLedgerRereplicationGracePeriod(
                Long.toString(config.openLedgerGrace().toMillis()));
    }
}
