/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.node;

/**
 * The HTTP port.
 *
 * @param host address to bind
 * @param port 0 = the system picks
 */
public record HttpConfig(String host, int port) {
    /** Loopback, port 7680. */
    public static final HttpConfig DEFAULTS = new HttpConfig("127.0.0.1", 7680);

    public HttpConfig {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
    }
}
