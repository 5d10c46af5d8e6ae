/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.bookkeeper.BookieConfig;
import io.varve.bookkeeper.BookieDirectories;
import io.varve.bookkeeper.DiskLimits;
import io.varve.bookkeeper.RepairConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One bookie of a cluster.
 *
 * @param id its name for as long as its data lives; one whose disk was wiped needs a new one
 * @param host address that it listens on, and that brokers reach it at
 * @param port 0 for one that the system picks once and that is kept as long as it is free
 * @param journalDir what it was sent last; empty = {@code journal} in the data directory
 * @param ledgersDir everything else; empty = {@code ledgers} in the data directory
 * @param gcInterval how often it frees the space of deleted ledgers
 * @param writeCacheBytes entries kept in memory until they are written; up to twice as much is used
 * @param disk when its disk counts as full
 * @param repair its part in repairing ledgers that lost a copy
 */
public record BookieServerConfig(
        String id,
        String host,
        int port,
        String journalDir,
        String ledgersDir,
        Duration gcInterval,
        int writeCacheBytes,
        DiskLimits disk,
        RepairConfig repair) {
    /** The defaults. */
    public static final BookieServerConfig DEFAULTS = new BookieServerConfig(
            "bookie-1",
            "127.0.0.1",
            3181,
            "",
            "",
            Duration.ofMinutes(10),
            64 << 20,
            DiskLimits.OWN_DISK,
            RepairConfig.DEFAULTS);

    public BookieServerConfig {
        // The parts that it has in common with the bookie's own configuration are checked there.
        var unused = BookieConfig.of(id, Path.of(""), "")
                .withPort(port)
                .withGcInterval(gcInterval)
                .withWriteCacheBytes(writeCacheBytes);
    }

    /** The configuration of the bookie itself. */
    BookieConfig of(Path data, String metadataUri) throws UnknownHostException {
        BookieConfig defaults = BookieConfig.of(id, data, metadataUri);
        return new BookieConfig(
                id,
                new BookieDirectories(
                        data,
                        journalDir.isEmpty() ? data.resolve("journal") : Path.of(journalDir),
                        ledgersDir.isEmpty() ? data.resolve("ledgers") : Path.of(ledgersDir)),
                metadataUri,
                InetAddress.getByName(host),
                port,
                defaults.sessionTimeout(),
                gcInterval,
                writeCacheBytes,
                disk,
                repair);
    }
}
