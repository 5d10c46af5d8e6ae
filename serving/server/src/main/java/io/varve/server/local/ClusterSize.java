/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

/**
 * How many processes of each role.
 *
 * @param brokers 1 to 32
 * @param bookies 1 to 32
 * @param zooKeepers 1, 3, 5 or 7: an even number survives no more losses than one less
 */
public record ClusterSize(int brokers, int bookies, int zooKeepers) {
    private static final int MAX = 32;

    public ClusterSize {
        require("brokers", brokers);
        require("bookies", bookies);
        if (zooKeepers < 1 || zooKeepers > 7 || zooKeepers % 2 == 0) {
            throw new IllegalArgumentException("zookeepers must be 1, 3, 5 or 7, not " + zooKeepers);
        }
    }

    private static void require(String what, int count) {
        if (count < 1 || count > MAX) {
            throw new IllegalArgumentException(what + " must be 1 to " + MAX + ", not " + count);
        }
    }

    int of(Role role) {
        return switch (role) {
            case ZOOKEEPER -> zooKeepers;
            case BOOKIE -> bookies;
            case BROKER -> brokers;
        };
    }
}
