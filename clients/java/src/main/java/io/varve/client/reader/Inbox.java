/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

import io.varve.protocol.error.VarveException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where the client's loop puts chunks and the application takes them, partition by partition in turn. Its monitor guards the
 * queues of its slots; nobody does anything long under it. What is inside is bounded by the credit that each partition's
 * broker has.
 */
final class Inbox {
    private final List<Slot> slots = new ArrayList<>();
    private @Nullable CompletableFuture<Boolean> waiter;
    private boolean woken;
    private boolean closed;
    private int turn;

    /** A place for one partition's chunks. */
    Slot add() {
        Slot slot = new Slot();
        synchronized (this) {
            slots.add(slot);
        }
        return slot;
    }

    synchronized void remove(Slot slot) {
        slot.generation++;
        slot.chunks.clear();
        slots.remove(slot);
    }

    /** Drops what a slot holds and all that still comes for its former generations; returns the new one. */
    synchronized int reset(Slot slot) {
        slot.generation++;
        slot.chunks.clear();
        slot.failure = null;
        return slot.generation;
    }

    void pause(Slot slot, boolean paused) {
        CompletableFuture<Boolean> wakes;
        synchronized (this) {
            slot.paused = paused;
            wakes = takeWaiter();
        }
        complete(wakes);
    }

    synchronized boolean isPaused(Slot slot) {
        return slot.paused;
    }

    void put(Slot slot, int generation, Chunk chunk) {
        CompletableFuture<Boolean> wakes;
        synchronized (this) {
            if (slot.generation != generation) {
                return;
            }
            slot.chunks.add(chunk);
            wakes = takeWaiter();
        }
        complete(wakes);
    }

    /** Makes the slot fail, once what it holds was taken and until it is reset. */
    void fail(Slot slot, int generation, VarveException failure) {
        CompletableFuture<Boolean> wakes;
        synchronized (this) {
            if (slot.generation != generation) {
                return;
            }
            slot.failure = failure;
            wakes = takeWaiter();
        }
        complete(wakes);
    }

    /**
     * The first chunk of a slot that isn't paused, which stays there until {@link #done}; null if there is none now.
     *
     * @throws VarveException if {@code orFail}, the failure of a slot that has nothing else left
     */
    synchronized @Nullable Taken peek(boolean orFail) {
        for (int step = 0; step < slots.size(); step++) {
            Slot slot = slots.get((turn + step) % slots.size());
            if (slot.paused) {
                continue;
            }
            Chunk chunk = slot.chunks.peek();
            if (chunk != null) {
                return new Taken(slot, slot.generation, chunk);
            }
            if (slot.failure != null && orFail) {
                turn++;
                throw new VarveException(slot.failure.code(), String.valueOf(slot.failure.getMessage()), slot.failure);
            }
        }
        return null;
    }

    /** The chunk was used up; the next slot has its turn. */
    synchronized void done(Taken taken) {
        turn = slots.indexOf(taken.slot) + 1;
        if (taken.slot.generation == taken.generation) {
            taken.slot.chunks.remove();
        }
    }

    /** Completes with false when there may be something to take, with true when somebody calls {@link #wake}. */
    synchronized CompletableFuture<Boolean> ready() {
        if (woken || closed) {
            woken = false;
            return CompletableFuture.completedFuture(true);
        }
        if (slots.stream().anyMatch(Slot::isReady)) {
            return CompletableFuture.completedFuture(false);
        }
        CompletableFuture<Boolean> present = waiter;
        if (present == null) {
            present = new CompletableFuture<>();
            waiter = present;
        }
        return present;
    }

    /** Ends a wait whose time is up; others who share it look again. */
    void release(CompletableFuture<Boolean> waited) {
        synchronized (this) {
            if (waiter == waited) {
                waiter = null;
            }
        }
        waited.complete(false);
    }

    /** Ends the present wait, or the next one if nobody waits. */
    void wake() {
        CompletableFuture<Boolean> wakes;
        synchronized (this) {
            wakes = takeWaiter();
            woken = wakes == null;
        }
        if (wakes != null) {
            wakes.complete(true);
        }
    }

    /** Ends the present wait and all that come. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        wake();
    }

    private @Nullable CompletableFuture<Boolean> takeWaiter() {
        CompletableFuture<Boolean> present = waiter;
        waiter = null;
        return present;
    }

    private static void complete(@Nullable CompletableFuture<Boolean> waiter) {
        if (waiter != null) {
            waiter.complete(false);
        }
    }

    /** One partition's chunks, oldest first. */
    static final class Slot {
        private final Deque<Chunk> chunks = new ArrayDeque<>();
        private int generation;
        private boolean paused;
        private @Nullable VarveException failure;

        private Slot() {}

        private boolean isReady() {
            return !paused && (!chunks.isEmpty() || failure != null);
        }
    }

    /** A chunk and where it is from. */
    record Taken(Slot slot, int generation, Chunk chunk) {}
}
