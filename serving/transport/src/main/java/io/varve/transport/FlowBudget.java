/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.log.UnsentBytes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of requests that a broker has taken in and not answered yet, all connections together and each by itself. What the
 * ledger store still holds of answered ones, for a bookie that is slower than the others, counts for all together. A connection
 * over its own limit, or while the broker is over its limit, stops reading its socket and goes on when both are down to half
 * (I9). The requests that had been read until then are served, so limits are passed by what one read brings. A request of which
 * a part is here counts as a whole, and the rest is read only when there was room for it: so whoever has room can go on, and no
 * requests wait for each other's second halves.
 *
 * <p>Safe for any thread: bytes are taken on the connection's loop and given back where the answer is made.
 */
public final class FlowBudget {
    private final long limitBytes;
    private final UnsentBytes unsent;
    private final AtomicLong takenBytes = new AtomicLong();
    private final Set<Share> paused = ConcurrentHashMap.newKeySet();

    /**
     * With nothing taken. Whoever makes it has {@link #resumeShares} called when there are fewer unsent bytes.
     *
     * @param limitBytes of all connections together, at least 1
     * @param unsent what is held of answered requests
     */
    FlowBudget(long limitBytes, UnsentBytes unsent) {
        this.limitBytes = limitBytes;
        this.unsent = unsent;
    }

    /** Bytes of requests without an answer now; those that are held although they are answered come on top. */
    public long takenBytes() {
        return takenBytes.get();
    }

    /** At how many of both together connections stop being read. */
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

    /** Lets connections read again if there is room for them. Any thread. */
    void resumeShares() {
        if (!paused.isEmpty() && isHalfEmpty()) {
            paused.forEach(Share::resumeIfHalfEmpty);
        }
    }

    private long usedBytes() {
        return takenBytes.get() + unsent.bytes();
    }

    private boolean isHalfEmpty() {
        return usedBytes() <= limitBytes / 2;
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
            takenBytes.addAndGet(bytes);
            if (own <= ownLimitBytes && usedBytes() <= limitBytes) {
                return true;
            }
            pause();
            return false;
        }

        /**
         * Takes {@code bytes} if there is room for them, which says whether the connection may read them. Where half of the
         * limits is free there is room for a frame of any size. On the connection's loop.
         */
        boolean takeIfRoom(long bytes) {
            long own = ownTakenBytes.get();
            if (own + bytes > ownLimitBytes && own > ownLimitBytes / 2) {
                pause();
                return false;
            }
            long all;
            do {
                all = takenBytes.get();
                long used = all + unsent.bytes();
                if (used + bytes > limitBytes && used > limitBytes / 2) {
                    pause();
                    return false;
                }
            } while (!takenBytes.compareAndSet(all, all + bytes));
            ownTakenBytes.addAndGet(bytes);
            return true;
        }

        private void pause() {
            paused.add(this);
            isPaused.set(true);
            // An answer on another thread may have given bytes back just before it could see that this share waits.
            resumeIfHalfEmpty();
        }

        /** Gives back bytes that were taken, once each. */
        void give(long bytes) {
            ownTakenBytes.addAndGet(-bytes);
            takenBytes.addAndGet(-bytes);
            resumeIfHalfEmpty();
            resumeShares();
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
