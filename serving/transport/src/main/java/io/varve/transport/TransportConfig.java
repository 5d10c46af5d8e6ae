/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import java.time.Duration;

/**
 * The native protocol's side of a broker.
 *
 * @param host address to bind
 * @param port 0 = the system picks
 * @param advertisedHost name under which clients reach this broker; empty = {@code host}
 * @param connections open at once, at most; further ones are refused with {@code BUSY}
 * @param connectionBytes requests taken in and not answered, per connection; clients are told it as their produce window
 * @param totalBytes the same for all connections together, and with them what is held of answered ones for a slow bookie
 * @param sendBytes records read for clients that don't take them, of all connections together
 * @param handshakeTimeout within which a new connection has to say hello
 * @param idleTimeout after which a connection that sends nothing, not even pings, is closed
 */
public record TransportConfig(
        String host,
        int port,
        String advertisedHost,
        int connections,
        long connectionBytes,
        long totalBytes,
        long sendBytes,
        Duration handshakeTimeout,
        Duration idleTimeout) {
    private static final long MIB = 1024 * 1024;

    /** A batch of 4 MiB, the largest there is, fits into the quarter that is kept for such. */
    private static final long LEAST_SEND_BYTES = 16 * MIB;

    /** Loopback, port 7650. */
    public static final TransportConfig DEFAULTS = new TransportConfig(
            "127.0.0.1",
            7650,
            "",
            10_000,
            16 * MIB,
            256 * MIB,
            64 * MIB,
            Duration.ofSeconds(10),
            Duration.ofMinutes(2));

    public TransportConfig {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (advertisedHost.isEmpty() && (host.equals("0.0.0.0") || host.equals("::"))) {
            throw new IllegalArgumentException(
                    "advertised-host has to be set when host is " + host + ": clients can't connect to that");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("connections must be at least 1, not " + connections);
        }
        if (connectionBytes < MIB || connectionBytes > totalBytes) {
            throw new IllegalArgumentException(
                    "connection-bytes must be 1 MiB to total-bytes (" + totalBytes + "), not " + connectionBytes);
        }
        if (sendBytes < LEAST_SEND_BYTES) {
            throw new IllegalArgumentException("send-bytes must be at least 16 MiB, not " + sendBytes);
        }
        if (handshakeTimeout.toMillis() < 1 || idleTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("handshake-timeout and idle-timeout must be at least 1 ms");
        }
    }

    /** The name that clients are told. */
    public String reachableHost() {
        return advertisedHost.isEmpty() ? host : advertisedHost;
    }
}
