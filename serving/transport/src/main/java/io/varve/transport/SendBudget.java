/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of records that a broker has read for its clients and that haven't gone out to them (I9). A client that takes what it
 * is sent holds little of it, and that briefly. What the others may hold together is bounded, and none of them is cut off:
 *
 * <ul>
 *   <li>Each connection may hold {@link #LEAST_BYTES} in any case, so that all get on.
 *   <li>What connections hold beyond that comes out of the budget. Each may have an eighth of what is free there: the more of
 *       them are slow the less each holds, and there is always something left for the next one.
 *   <li>A quarter is kept for batches larger than that, which go out whole or not at all. Who has to wait for room goes on in
 *       turn.
 * </ul>
 *
 * <p>Bytes are those that are sent. Slices of entries and of history may keep up to four times as much in memory, shared with
 * other connections, and with the caches as long as those have it too.
 *
 * <p>Safe for any thread: bytes are taken on shards' loops and given back on the connections'.
 */
public final class SendBudget {
    /** Small batches of a topic that is read at leisure. */
    static final int LEAST_BYTES = 16 * 1024;

    /** Enough to keep one connection busy. */
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final int EACH_PART = 8;
    private static final int LARGE_PART = 4;

    private final long limitBytes;
    private final AtomicLong heldBytes = new AtomicLong();
    /** What connections hold beyond {@link #LEAST_BYTES} each. */
    private final AtomicLong beyondBytes = new AtomicLong();

    private final Queue<Share> waiting = new ConcurrentLinkedQueue<>();

    /** @param limitBytes of what connections hold beyond their least; room for one batch of any size at least */
    SendBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Bytes that all connections hold now. */
    public long heldBytes() {
        return heldBytes.get();
    }

    /** How many that may be, besides the least of each connection. */
    public long limitBytes() {
        return limitBytes;
    }

    /** How many connections wait for others to take what they are sent. */
    public int waitingConnections() {
        return waiting.size();
    }

    /**
     * The part of a new connection.
     *
     * @param resume called on any thread after {@link Share#await}, when it is worth while to try again
     */
    Share share(Runnable resume) {
        return new Share(resume);
    }

    /** Wakes those for whom there is room. Who is first goes first: a smaller one behind it doesn't overtake. */
    private void admit() {
        Share first = waiting.peek();
        while (first != null && first.mayGo()) {
            first.wake();
            first = waiting.peek();
        }
    }

    private static long beyondLeast(long own) {
        return Math.max(0, own - LEAST_BYTES);
    }

    /** What one connection holds. */
    final class Share {
        private final Runnable resume;
        private final AtomicLong ownBytes = new AtomicLong();
        private final AtomicBoolean isWaiting = new AtomicBoolean();
        private volatile long wantedBytes;
        private volatile boolean isClosed;

        private Share(Runnable resume) {
            this.resume = resume;
        }

        /** How much the next read should bring; 0 while enough is held, until some of it has gone out. */
        int room() {
            long shared = limitBytes - limitBytes / LARGE_PART - beyondBytes.get();
            long allowed = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, shared / EACH_PART));
            long room = allowed - ownBytes.get();
            // Not for a few bytes each time that something has gone out.
            return room < allowed / 2 ? 0 : (int) room;
        }

        /** Takes bytes if there is room for them. */
        boolean take(long bytes) {
            while (true) {
                long own = ownBytes.get();
                long more = beyondLeast(own + bytes) - beyondLeast(own);
                if (more > 0 && beyondBytes.addAndGet(more) > limitBytes) {
                    beyondBytes.addAndGet(-more);
                    return false;
                }
                if (ownBytes.compareAndSet(own, own + bytes)) {
                    heldBytes.addAndGet(bytes);
                    return true;
                }
                beyondBytes.addAndGet(-more);
            }
        }

        /** Gives back bytes that were taken, once each. */
        void give(long bytes) {
            long own = ownBytes.addAndGet(-bytes);
            heldBytes.addAndGet(-bytes);
            beyondBytes.addAndGet(beyondLeast(own) - beyondLeast(own + bytes));
            if (own == 0 && isWaiting.get()) {
                wake();
            }
            admit();
        }

        /** After {@link #take} said no: the connection is resumed when there may be room. */
        void await(long bytes) {
            if (isClosed) {
                return;
            }
            long own = ownBytes.get();
            wantedBytes = beyondLeast(own + bytes) - beyondLeast(own);
            if (isWaiting.compareAndSet(false, true)) {
                waiting.add(this);
            }
            // Another thread may have given bytes back just before it could see that this share waits.
            if (wantedBytes == 0) {
                wake();
            }
            admit();
        }

        /** The connection is gone and need not be resumed; what it holds is still given back. */
        void close() {
            isClosed = true;
            isWaiting.set(false);
            waiting.remove(this);
            admit();
        }

        private boolean mayGo() {
            return !isWaiting.get() || beyondBytes.get() + wantedBytes <= limitBytes;
        }

        private void wake() {
            // Out of the queue first: whoever sees that it doesn't wait may add it again.
            waiting.remove(this);
            if (isWaiting.compareAndSet(true, false)) {
                resume.run();
            }
        }
    }
}
