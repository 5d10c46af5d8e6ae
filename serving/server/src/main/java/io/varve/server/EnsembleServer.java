/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.server.config.Configuration;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One ZooKeeper server of a cluster, in a process of its own. */
final class EnsembleServer implements RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(EnsembleServer.class);
    private static final int FAILED = 1;

    private final ZooKeeperNode node;

    /**
     * Starts it; one of an ensemble serves as soon as more than half of them are there.
     *
     * @param data its directory, locked
     * @throws IOException when a port can't be bound, or the directory is another server's
     */
    EnsembleServer(Configuration configuration, Path data) throws IOException {
        node = ZooKeeperNode.start(data.resolve("zookeeper"), configuration.get(Sections.ZOOKEEPER));
        ZooKeeperNode.onFailure(code -> {
            LOG.error("ZooKeeper can't go on, the process ends code={}", code);
            Runtime.getRuntime().halt(FAILED);
        });
    }

    @Override
    public Map<String, String> addresses() {
        return Map.of("zookeeper", node.connectString());
    }

    @Override
    public Map<String, String> ports() {
        return addresses();
    }

    @Override
    public void close() {
        node.close();
    }
}
