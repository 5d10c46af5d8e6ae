/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import java.time.Duration;

/**
 * How connections behave.
 *
 * @param clientId named in the brokers' logs; may be empty
 * @param connectTimeout for the socket and the handshake together
 * @param idleTimeout after so long without a byte from the broker it is asked for a sign of life, and given up after as long
 *     again
 * @param maxRequests requests that may wait for an answer on one connection; more are refused with BUSY
 */
public record ConnectionOptions(String clientId, Duration connectTimeout, Duration idleTimeout, int maxRequests) {
    private static final int DEFAULT_MAX_REQUESTS = 16_384;

    /** Checks the ranges. */
    public ConnectionOptions {
        if (connectTimeout.toMillis() < 1 || idleTimeout.toMillis() < 1 || maxRequests < 1) {
            throw new IllegalArgumentException("connectTimeout " + connectTimeout + ", idleTimeout " + idleTimeout
                    + " and maxRequests " + maxRequests + " must be positive");
        }
    }

    /** Connect within 5 s, look for half-open connections after 15 s of silence. */
    public static ConnectionOptions defaults(String clientId) {
        return new ConnectionOptions(clientId, Duration.ofSeconds(5), Duration.ofSeconds(15), DEFAULT_MAX_REQUESTS);
    }
}
