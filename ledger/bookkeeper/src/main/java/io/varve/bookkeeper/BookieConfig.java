/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How one bookie runs.
 *
 * @param id its name in the cluster for as long as its data lives; a bookie whose disk was wiped needs a new one, since ledgers
 *     would count on entries that it no longer has
 * @param data directory of its journal and ledgers, created if missing
 * @param metadataUri where ledgers and bookies are registered, such as {@code zk+hierarchical://host:2181/ledgers}
 * @param address where it listens, and what it tells the brokers
 * @param port 0 for one that the system picks once and that is kept as long as it is free
 * @param sessionTimeout of its ZooKeeper session: how long it counts as alive after it died
 * @param gcInterval how often the space of deleted ledgers is freed
 * @param writeCacheBytes entries kept in memory until they are written, sorted by ledger; up to twice as much is used
 * @param autoRecovery whether it takes part in repairing ledgers that lost a copy
 */
public record BookieConfig(
        String id,
        Path data,
        String metadataUri,
        InetAddress address,
        int port,
        Duration sessionTimeout,
        Duration gcInterval,
        int writeCacheBytes,
        boolean autoRecovery) {
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9._-]{1,128}");
    private static final int LEAST_WRITE_CACHE_BYTES = 4 << 20;

    public BookieConfig {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("bookie id \"" + id + "\" doesn't match " + ID);
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("bookie port " + port + " is not between 0 and 65535");
        }
        if (sessionTimeout.toMillis() < 1000 || gcInterval.toMillis() < 1000) {
            throw new IllegalArgumentException("a bookie's times are at least 1 s, got sessionTimeout " + sessionTimeout
                    + ", gcInterval " + gcInterval);
        }
        if (writeCacheBytes < LEAST_WRITE_CACHE_BYTES) {
            throw new IllegalArgumentException(
                    "writeCacheBytes " + writeCacheBytes + " is less than " + LEAST_WRITE_CACHE_BYTES);
        }
    }

    /** The defaults of a bookie, on loopback. */
    public static BookieConfig of(String id, Path data, String metadataUri) {
        return new BookieConfig(
                id,
                data,
                metadataUri,
                InetAddress.getLoopbackAddress(),
                0,
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                16 << 20,
                false);
    }

    /** The same with another session timeout. */
    public BookieConfig withSessionTimeout(Duration timeout) {
        return new BookieConfig(
                id, data, metadataUri, address, port, timeout, gcInterval, writeCacheBytes, autoRecovery);
    }

    /** The same with another interval of freeing space. */
    public BookieConfig withGcInterval(Duration interval) {
        return new BookieConfig(
                id, data, metadataUri, address, port, sessionTimeout, interval, writeCacheBytes, autoRecovery);
    }
}
