/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What goes wrong in a {@link MemoryObjectStore}, and when. Used from any thread. */
public final class MemoryFaults {
    /** Calls of the port. */
    public enum Operation {
        BEGIN,
        WRITE,
        COMPLETE,
        ABORT,
        SIZE,
        READ,
        DELETE,
        LIST
    }

    /** Ways in which a call goes wrong. */
    public enum Fault {
        /** Refused without effect, as by a 503. */
        UNAVAILABLE,
        /** Done, but the caller gets {@code UnknownOutcome}; a call without effect gets {@code Unavailable}. */
        LOSE_REPLY,
        /** A write silently keeps half of its bytes; a read is found to be short: {@code Damaged}. Elsewhere as UNAVAILABLE. */
        TRUNCATE,
        /** One bit of what is written or read is wrong. Elsewhere as UNAVAILABLE. */
        FLIP_BIT,
        /** Runs only when {@link #releaseHeld} is called. */
        HOLD
    }

    private final Map<Operation, Queue<Fault>> next = new EnumMap<>(Operation.class);
    private final Map<Operation, Fault> always = new EnumMap<>(Operation.class);
    private final Map<Long, Fault> byCall = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);
    private long calls;

    MemoryFaults() {}

    /** The next call of this operation that no earlier {@code failNext} took goes wrong. */
    public synchronized void failNext(Operation operation, Fault fault) {
        next.computeIfAbsent(operation, o -> new ArrayDeque<>()).add(fault);
    }

    /** Every call of this operation goes wrong until {@link #heal}. */
    public synchronized void failAlways(Operation operation, Fault fault) {
        always.put(operation, fault);
    }

    /**
     * One call goes wrong, whatever it is.
     *
     * @param call its number among all calls of the store, from 0
     */
    public synchronized void failCall(long call, Fault fault) {
        byCall.put(call, fault);
    }

    /** Nothing goes wrong any more; held calls stay held. */
    public synchronized void heal() {
        next.clear();
        always.clear();
        byCall.clear();
    }

    /** How many calls there were. */
    public synchronized long calls() {
        return calls;
    }

    /** How many calls of this operation there were. */
    public synchronized long calls(Operation operation) {
        return counts.getOrDefault(operation, 0L);
    }

    /** How many calls are held now. */
    public synchronized int held() {
        return held.size();
    }

    /** Runs the held calls on the calling thread, in the order in which they came. */
    public void releaseHeld() {
        List<Runnable> released;
        synchronized (this) {
            released = List.copyOf(held);
            held.clear();
        }
        released.forEach(Runnable::run);
    }

    synchronized void hold(Runnable call) {
        held.add(call);
    }

    synchronized @Nullable Fault take(Operation operation) {
        counts.merge(operation, 1L, Long::sum);
        Fault fault = byCall.remove(calls++);
        if (fault == null) {
            Queue<Fault> queue = next.get(operation);
            fault = queue == null ? null : queue.poll();
        }
        return fault == null ? always.get(operation) : fault;
    }
}
