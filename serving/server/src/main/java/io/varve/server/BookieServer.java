/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.bookkeeper.BookieNode;
import io.varve.metadata.MetadataStore;
import io.varve.server.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bookie of a cluster, in a process of its own. */
final class BookieServer implements RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(BookieServer.class);
    private static final int FAILED = 1;

    private final OpenParts parts = new OpenParts();
    private final BookieNode bookie;
    private final String address;

    /**
     * Joins the cluster and returns when the bookie takes entries.
     *
     * @param data its directory, locked
     * @throws IOException when its host has no address
     */
    BookieServer(Configuration configuration, Path data) throws IOException {
        String zooKeeper = Membership.zooKeeper(configuration.get(Sections.CLUSTER));
        BookieServerConfig config = configuration.get(Sections.BOOKIE);
        try (MetadataStore metadata = Connections.metadata(zooKeeper)) {
            var unused = new Membership(metadata, zooKeeper, data).cluster();
        }
        try {
            bookie = parts.add(BookieNode.start(config.of(data, Connections.ledgersUri(zooKeeper))));
            address = config.host() + ":" + bookie.port();
            Ticker ticker = parts.add(new Ticker());
            ticker.every(Duration.ofSeconds(1), this::endWithTheBookie);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** A process that listens to nobody would be restarted by nobody. */
    private void endWithTheBookie() {
        if (!bookie.isRunning()) {
            LOG.error("the bookie has stopped by itself, the process ends id={}", bookie.id());
            Runtime.getRuntime().halt(FAILED);
        }
    }

    @Override
    public Map<String, String> addresses() {
        return Map.of("bookie", address);
    }

    @Override
    public Map<String, String> ports() {
        return addresses();
    }

    @Override
    public void close() {
        parts.close();
    }
}
