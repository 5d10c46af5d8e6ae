/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import java.util.Map;

/** A server of some role that takes requests. */
interface RunningServer extends AutoCloseable {
    /** Where clients and operators connect, by name: {@code native} and {@code http}, each {@code host:port}. */
    Map<String, String> addresses();

    /** {@link #addresses} and whatever else it listens on. */
    Map<String, String> ports();

    /** Stops it cleanly; blocks. */
    @Override
    void close();
}
