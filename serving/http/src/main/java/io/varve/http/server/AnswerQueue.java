/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers on their way to callers. The connection holds all of an answer until its caller has taken it, so large ones wait in
 * turn when too much is on its way (I9). Each gets its turn, since a caller that takes too long is cut off. Owned by the loop.
 */
final class AnswerQueue {
    /** Up to this size an answer doesn't wait. */
    static final int SMALL_BYTES = 16 << 10;

    private final long most;
    private final AtomicLong sending = new AtomicLong();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean isAdmitting;

    private record Waiting(long bytes, Runnable send) {}

    /** @param most bytes of large answers on their way at a time, or else one of them */
    AnswerQueue(long most) {
        this.most = most;
    }

    /** Has an answer sent, now or later; {@link #sent} must follow. */
    void add(long bytes, Runnable send) {
        if (bytes <= SMALL_BYTES) {
            send.run();
            return;
        }
        waiting.add(new Waiting(bytes, send));
        admit();
    }

    /** An answer has gone out, or won't any more. */
    void sent(long bytes) {
        if (bytes > SMALL_BYTES) {
            sending.addAndGet(-bytes);
            admit();
        }
    }

    /** Bytes of large answers on their way. Any thread. */
    long bytes() {
        return sending.get();
    }

    /** One that can't be sent any more says so at once, from within. */
    private void admit() {
        if (isAdmitting) {
            return;
        }
        isAdmitting = true;
        try {
            Waiting first = waiting.peek();
            while (first != null && (sending.get() == 0 || sending.get() + first.bytes <= most)) {
                waiting.remove();
                sending.addAndGet(first.bytes);
                first.send.run();
                first = waiting.peek();
            }
        } finally {
            isAdmitting = false;
        }
    }
}
