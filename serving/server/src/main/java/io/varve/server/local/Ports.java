/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine's loopback for processes that keep them for life. They lie below those that the system gives to outgoing
 * connections, one of which might otherwise have the port of a process that is about to be started again.
 */
final class Ports {
    static final int FIRST = 20_000;
    static final int LAST = 32_000;
    private static final int TRIES = 10_000;

    private final Set<Integer> given = new HashSet<>();

    /** @param known ports that are spoken for, whether somebody listens there now or not */
    Ports(Set<Integer> known) {
        given.addAll(known);
    }

    /** A port on which nobody listens, and that wasn't given before. */
    int pick() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (!given.contains(port) && isFree(port)) {
                given.add(port);
                return port;
            }
        }
        throw new IOException("no port from " + FIRST + " to " + (LAST - 1) + " is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
