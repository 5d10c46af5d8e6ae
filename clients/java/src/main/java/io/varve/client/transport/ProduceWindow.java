/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the unanswered batches of one connection within what the broker allows; those that must wait keep their order. What
 * waits here is bounded by the memory limits of the producers. Owned by the connection's loop.
 */
final class ProduceWindow {
    private final long limitBytes;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long unansweredBytes;
    private boolean leaving;

    /** A window; 0 = the broker set no limit. */
    ProduceWindow(long limitBytes) {
        this.limitBytes = limitBytes == 0 ? Long.MAX_VALUE : limitBytes;
    }

    /** Runs {@code send} now or when there is room; one batch may always be on its way, however large. */
    void enter(long bytes, Sending send) {
        if (waiting.isEmpty() && hasRoom(bytes)) {
            unansweredBytes += bytes;
            send.send();
        } else {
            waiting.add(new Waiting(bytes, send));
        }
    }

    /** The batch was answered or failed. */
    void leave(long bytes) {
        unansweredBytes -= bytes;
        if (leaving) {
            // What was sent below failed at once and left; the loop there goes on.
            return;
        }
        leaving = true;
        while (!waiting.isEmpty() && hasRoom(waiting.getFirst().bytes)) {
            Waiting next = waiting.removeFirst();
            unansweredBytes += next.bytes;
            next.send.send();
        }
        leaving = false;
    }

    /** Nothing will be sent any more. */
    void abandon(CallException why) {
        while (!waiting.isEmpty()) {
            waiting.removeFirst().send.abandon(why);
        }
    }

    private boolean hasRoom(long bytes) {
        return unansweredBytes == 0 || bytes <= limitBytes - unansweredBytes;
    }

    /** A batch that wants to be sent; exactly one of the two is called. */
    interface Sending {
        void send();

        void abandon(CallException why);
    }

    private record Waiting(long bytes, Sending send) {}
}
