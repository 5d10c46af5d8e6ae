/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of requests that a broker has taken in and not answered yet, all connections together and each by itself. A
 * connection over its own limit, or while the broker is over its limit, stops reading its socket and goes on when both are
 * down to half (I9). The requests that had been read until then are served, so limits are passed by what one read brings.
 *
 * <p>Safe for any thread: bytes are taken on the connection's loop and given back where the answer is made.
 */
public final class FlowBudget {
    private final long limitBytes;
    private final AtomicLong takenBytes = new AtomicLong();
    private final Set<Share> paused = ConcurrentHashMap.newKeySet();

    /** @param limitBytes of all connections together, at least 1 */
    public FlowBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Bytes that are taken now. */
    public long takenBytes() {
        return takenBytes.get();
    }

    /** At how many connections stop being read. */
    public long limitBytes() {
        return limitBytes;
    }

    /** How many connections don't read now. */
    public int pausedConnections() {
        return paused.size();
    }

    /**
     * The part of a new connection.
     *
     * @param limitBytes of this connection
     * @param resume called on any thread after {@link Share#take} said no, when the connection may read again
     */
    Share share(long limitBytes, Runnable resume) {
        return new Share(limitBytes, resume);
    }

    private boolean isHalfEmpty() {
        return takenBytes.get() <= limitBytes / 2;
    }

    /** What one connection has taken. */
    final class Share {
        private final long ownLimitBytes;
        private final Runnable resume;
        private final AtomicLong ownTakenBytes = new AtomicLong();
        private final AtomicBoolean isPaused = new AtomicBoolean();

        private Share(long ownLimitBytes, Runnable resume) {
            this.ownLimitBytes = ownLimitBytes;
            this.resume = resume;
        }

        /** Takes {@code bytes} in any case, and says whether the connection may read on. On the connection's loop. */
        boolean take(long bytes) {
            long own = ownTakenBytes.addAndGet(bytes);
            long all = takenBytes.addAndGet(bytes);
            if (own <= ownLimitBytes && all <= limitBytes) {
                return true;
            }
            paused.add(this);
            isPaused.set(true);
            // An answer on another thread may have given bytes back just before it could see that this share waits.
            resumeIfHalfEmpty();
            return false;
        }

        /** Gives back bytes that were taken, once each. */
        void give(long bytes) {
            ownTakenBytes.addAndGet(-bytes);
            takenBytes.addAndGet(-bytes);
            resumeIfHalfEmpty();
            if (!paused.isEmpty() && isHalfEmpty()) {
                paused.forEach(Share::resumeIfHalfEmpty);
            }
        }

        /** The connection is gone and need not be resumed; what it has taken is still given back by its answers. */
        void close() {
            isPaused.set(false);
            paused.remove(this);
        }

        private void resumeIfHalfEmpty() {
            if (ownTakenBytes.get() <= ownLimitBytes / 2 && isHalfEmpty() && isPaused.compareAndSet(true, false)) {
                paused.remove(this);
                resume.run();
            }
        }
    }
}
