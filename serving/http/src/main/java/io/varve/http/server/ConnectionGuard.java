/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.server;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cuts connections that only cost: those above the limit, and those without a request under way for too long, be it that nothing
 * comes or that a request's head comes byte by byte. From any thread.
 */
final class ConnectionGuard {
    private final int most;
    private final long idleNanos;
    private final Map<HttpConnection, Use> open = new ConcurrentHashMap<>();

    ConnectionGuard(int most, Duration idle) {
        this.most = most;
        this.idleNanos = idle.toNanos();
    }

    /** Takes a new connection, or closes it. */
    void opened(HttpConnection connection) {
        if (open.size() >= most) {
            connection.close();
            return;
        }
        open.put(connection, new Use());
        connection.closeHandler(closed -> open.remove(connection));
    }

    /** A request's head is there. */
    void began(HttpConnection connection) {
        Use use = open.get(connection);
        if (use != null) {
            use.requests.incrementAndGet();
        }
    }

    /** Its answer is out. */
    void ended(HttpConnection connection) {
        Use use = open.get(connection);
        if (use != null) {
            use.sinceNanos = System.nanoTime();
            use.requests.decrementAndGet();
        }
    }

    /** How many there are. */
    int size() {
        return open.size();
    }

    /** Cuts those that are idle; to be called now and then. */
    void sweep() {
        long now = System.nanoTime();
        open.forEach((connection, use) -> {
            if (use.requests.get() == 0 && now - use.sinceNanos > idleNanos) {
                connection.close();
            }
        });
    }

    private static final class Use {
        private final AtomicInteger requests = new AtomicInteger();
        private volatile long sinceNanos = System.nanoTime();
    }
}
