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
 * @param directories of its journal and ledgers, created if missing
 * @param metadataUri where ledgers and bookies are registered, such as {@code zk+hierarchical://host:2181/ledgers}
 * @param address where it listens, and what it tells the brokers
 * @param port 0 for one that the system picks once and that is kept as long as it is free
 * @param sessionTimeout of its ZooKeeper session: how long it counts as alive after it died
 * @param gcInterval how often the space of deleted ledgers is freed
 * @param writeCacheBytes entries kept in memory until they are written, sorted by ledger; up to twice as much is used
 * @param diskLimits when its disk counts as full
 * @param repair its part in repairing ledgers that lost a copy
 */
public record BookieConfig(
        String id,
        BookieDirectories directories,
        String metadataUri,
        InetAddress address,
        int port,
        Duration sessionTimeout,
        Duration gcInterval,
        int writeCacheBytes,
        DiskLimits diskLimits,
        RepairConfig repair) {
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

    /** The defaults of a bookie on loopback that keeps everything in one directory and repairs nothing. */
    public static BookieConfig of(String id, Path data, String metadataUri) {
        return new BookieConfig(
                id,
                BookieDirectories.in(data),
                metadataUri,
                InetAddress.getLoopbackAddress(),
                0,
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                16 << 20,
                DiskLimits.SHARED_DISK,
                RepairConfig.OFF);
    }

    /** The same with another session timeout. */
    public BookieConfig withSessionTimeout(Duration timeout) {
        return new BookieConfig(
                id, directories, metadataUri, address, port, timeout, gcInterval, writeCacheBytes, diskLimits, repair);
    }

    /** The same with another interval of freeing space. */
    public BookieConfig withGcInterval(Duration interval) {
        return new BookieConfig(
                id,
                directories,
                metadataUri,
                address,
                port,
                sessionTimeout,
                interval,
                writeCacheBytes,
                diskLimits,
                repair);
    }

    /** The same with another port. */
    public BookieConfig withPort(int other) {
        return new BookieConfig(
                id,
                directories,
                metadataUri,
                address,
                other,
                sessionTimeout,
                gcInterval,
                writeCacheBytes,
                diskLimits,
                repair);
    }

    /** The same with another size of the write cache. */
    public BookieConfig withWriteCacheBytes(int bytes) {
        return new BookieConfig(
                id, directories, metadataUri, address, port, sessionTimeout, gcInterval, bytes, diskLimits, repair);
    }

    /** The same with another part in repair. */
    public BookieConfig withRepair(RepairConfig part) {
        return new BookieConfig(
                id,
                directories,
                metadataUri,
                address,
                port,
                sessionTimeout,
                gcInterval,
                writeCacheBytes,
                diskLimits,
                part);
    }
}
