/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.netty.util.ResourceLeakDetector;
import io.varve.log.LedgerWriter;
import java.util.concurrent.TimeUnit;
import org.apache.bookkeeper.common.allocator.LeakDetectionPolicy;
import org.apache.bookkeeper.conf.ClientConfiguration;

/** The options of BookKeeper's client, in one place, each with the reason why it isn't the default. */
final class ClientOptions {
    /**
     * Largest message of BookKeeper's protocol, the same at client and bookie, since the smaller one cuts the connection. Also
     * the most that one batch read returns.
     */
    static final int FRAME_BYTES = LedgerWriter.MAX_ENTRY_BYTES + (64 << 10);

    /** How long a bookie that didn't answer is avoided for new ledgers. */
    static final int SUSPECT_SECONDS = 10;

    /** Ledgers spread over the channels; one alone makes every shard's entries wait behind each other's. */
    static final int CHANNELS_PER_BOOKIE = 4;

    /** Twice what a shard has in flight, so that recovery reads the unconfirmed tail in one go, and little beyond it. */
    private static final int RECOVERY_READS_AHEAD = 16;

    private ClientOptions() {}

    static ClientConfiguration from(BookKeeperConfig config) {
        ClientConfiguration options = new ClientConfiguration();
        options.setMetadataServiceUri(config.metadataUri());
        options.setZkTimeout((int) config.sessionTimeout().toMillis());
        // By default nothing that needs ZooKeeper is answered while it is away; a shard has to know, and tries again
        // itself.
        options.setZkRetryBackoffMaxRetries(0);
        options.setNumIOThreads(config.ioThreads());
        options.setNumWorkerThreads(config.workerThreads());
        options.setNumChannelsPerBookie(CHANNELS_PER_BOOKIE);
        options.setNettyMaxFrameSizeBytes(FRAME_BYTES);

        // Batch reads exist in version 2 of the protocol only; in version 3 they fail in a way that never answers.
        options.setUseV2WireProtocol(true);
        options.setBatchReadEnabled(true);
        options.setStickyReadsEnabled(true);
        options.setRecoveryReadBatchSize(RECOVERY_READS_AHEAD);

        // Both would put the calling shard's loop to sleep. Bytes in flight are bounded by the shard instead.
        options.setThrottleValue(0);
        options.setWaitTimeoutOnBackpressureMillis(-1);

        // With three bookies there is no substitute for a lost one: stay on two copies until the shard moves to a new
        // ledger.
        options.setDelayEnsembleChange(true);
        options.setAddEntryTimeout((int) config.addTimeout().toSeconds());
        // Without it an append that never reaches its quorum would wait for ever.
        options.setAddEntryQuorumTimeout((int) config.quorumTimeout().toSeconds());
        // Ends connections to a machine that is gone without a word; see SlowBookies for bookies that hang.
        options.setTcpUserTimeoutMillis(
                (int) config.quorumTimeout().multipliedBy(2).toMillis());
        options.setBookieQuarantineTime(SUSPECT_SECONDS, TimeUnit.SECONDS);

        // Failed adds per bookie come from the statistics; see BookieHealth.
        options.setLimitStatsLogging(false);
        options.setAllocatorLeakDetectionPolicy(leakDetection());
        return options;
    }

    /** BookKeeper's allocators set Netty's global level from their own option, so it must repeat what is already set. */
    static LeakDetectionPolicy leakDetection() {
        return LeakDetectionPolicy.parseLevel(ResourceLeakDetector.getLevel().name());
    }
}
