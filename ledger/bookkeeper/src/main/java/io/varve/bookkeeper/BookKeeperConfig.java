/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.time.Duration;

/**
 * How a broker reaches its bookies.
 *
 * @param metadataUri where ledgers and bookies are registered, such as {@code zk+hierarchical://host:2181/ledgers}; several
 *     hosts are separated by semicolons
 * @param addTimeout how long one bookie may take for one entry before it counts as failed; whole seconds
 * @param quorumTimeout how long an entry may wait for its ack quorum before its ledger is given up; whole seconds
 * @param sessionTimeout of the client's ZooKeeper session
 * @param ioThreads threads for the connections to all bookies
 * @param workerThreads threads that complete appends and reads; a ledger stays on one
 */
public record BookKeeperConfig(
        String metadataUri,
        Duration addTimeout,
        Duration quorumTimeout,
        Duration sessionTimeout,
        int ioThreads,
        int workerThreads) {

    public BookKeeperConfig {
        wholeSeconds("addTimeout", addTimeout);
        wholeSeconds("quorumTimeout", quorumTimeout);
        if (quorumTimeout.compareTo(addTimeout) < 0) {
            throw new IllegalArgumentException("quorumTimeout " + quorumTimeout + " is less than addTimeout "
                    + addTimeout + ": a ledger would be given up before its slow bookie is");
        }
        if (ioThreads < 1 || workerThreads < 1) {
            throw new IllegalArgumentException(
                    "a client needs threads, got ioThreads " + ioThreads + ", workerThreads " + workerThreads);
        }
    }

    /** The defaults for a broker. */
    public static BookKeeperConfig of(String metadataUri) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new BookKeeperConfig(
                metadataUri, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10), cores, cores);
    }

    private static void wholeSeconds(String name, Duration duration) {
        if (duration.toSeconds() < 1 || duration.toNanosPart() != 0) {
            throw new IllegalArgumentException(name + " needs whole seconds, at least one, got " + duration);
        }
    }
}
