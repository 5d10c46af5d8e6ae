/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import io.varve.metadata.NodePath;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How to reach a ZooKeeper ensemble.
 *
 * @param connectString {@code host:port} of its servers, separated by commas
 * @param root where the cluster's nodes are; several clusters may share an ensemble
 * @param sessionTimeout how long a silent process counts as alive; 2 s to 10 min (the servers may narrow that)
 * @param patience how long reads and registrations wait for a lost connection to come back, and how long the first connection may take
 */
public record ZooKeeperConfig(String connectString, String root, Duration sessionTimeout, Duration patience) {
    /** Where a cluster's nodes are unless said. */
    public static final String DEFAULT_ROOT = "/varve";

    private static final Pattern SERVERS = Pattern.compile("[^,/\\s]+:[0-9]{1,5}(,[^,/\\s]+:[0-9]{1,5})*");
    private static final Duration MIN_SESSION = Duration.ofSeconds(2);
    private static final Duration MAX_SESSION = Duration.ofMinutes(10);

    public ZooKeeperConfig {
        if (!SERVERS.matcher(connectString).matches()) {
            throw new IllegalArgumentException(
                    "ZooKeeper connect string is \"" + connectString + "\", it takes host:port[,host:port...]");
        }
        NodePath.check(root);
        if (sessionTimeout.compareTo(MIN_SESSION) < 0 || sessionTimeout.compareTo(MAX_SESSION) > 0) {
            throw new IllegalArgumentException("ZooKeeper session timeout is " + sessionTimeout + ", allowed is "
                    + MIN_SESSION + " to " + MAX_SESSION);
        }
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience is " + patience + ", it has to be more than zero");
        }
    }

    /** The defaults for these servers: sessions of 15 s, reads wait up to 10 s. */
    public static ZooKeeperConfig of(String connectString) {
        return new ZooKeeperConfig(connectString, DEFAULT_ROOT, Duration.ofSeconds(15), Duration.ofSeconds(10));
    }
}
