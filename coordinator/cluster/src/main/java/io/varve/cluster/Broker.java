/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A running broker process.
 *
 * @param brokerId name of the broker, the same after a restart; 1 to 128 characters of {@code a-z A-Z 0-9 . _ -}
 * @param incarnation the process: another number after each start
 * @param host where clients reach it
 * @param port port of the native protocol
 * @param httpPort port of HTTP; 0 if it serves none
 * @param pool the pool that it is in: it owns shards whose class names the same
 */
public record Broker(String brokerId, long incarnation, String host, int port, int httpPort, String pool) {
    static final NodeJson<Broker> JSON = new NodeJson<>(Broker.class, 1);

    private static final String ID = "[a-zA-Z0-9._-]{1,128}";
    /** Numbers up to 2^53 survive every JSON tool; somebody will compare two of them at night. */
    private static final long MAX_INCARNATION = 1L << 53;

    public Broker {
        if (brokerId == null || !brokerId.matches(ID) || brokerId.equals(".") || brokerId.equals("..")) {
            throw new IllegalArgumentException("broker id \"" + brokerId + "\" is not of the form " + ID);
        }
        if (incarnation < 1 || incarnation > MAX_INCARNATION) {
            throw new IllegalArgumentException(
                    "incarnation is " + incarnation + ", allowed is 1 to " + MAX_INCARNATION);
        }
        if (host == null || host.isEmpty()) {
            throw new IllegalArgumentException("broker " + brokerId + " has no host");
        }
        // Missing in what brokers before there were pools have written.
        pool = pool == null || pool.isEmpty() ? ShardClass.DEFAULT_POOL : pool;
    }

    /** A number for a process that starts now; random, since neither clocks nor counters survive every restart. */
    public static long newIncarnation() {
        return ThreadLocalRandom.current().nextLong(1, MAX_INCARNATION + 1);
    }

    /** This process as the owner of something. */
    public Assignee assignee() {
        return new Assignee(brokerId, incarnation);
    }
}
