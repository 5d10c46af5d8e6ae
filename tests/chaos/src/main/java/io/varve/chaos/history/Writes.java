/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

/**
 * What one producing process sent, in the order in which it sent it. Times are nanoseconds of one monotonic clock. Written by
 * the {@link History} that it is part of; to be read when that has ended.
 */
public final class Writes {
    private static final long NEVER = Long.MAX_VALUE;

    private static final Outcome[] OUTCOMES = Outcome.values();

    /** Four times the partition, plus the outcome's ordinal: there are millions of writes. */
    private final Longs states = new Longs();

    private final Longs invoked = new Longs();
    private final Longs completed = new Longs();
    private final Longs offsets = new Longs();

    Writes() {}

    void invoke(int partition, long nanos) {
        states.add(partition * 4L);
        invoked.add(nanos);
        completed.add(NEVER);
        offsets.add(-1);
    }

    @SuppressWarnings("EnumOrdinal") // packed for the life of this process, and stored nowhere
    void complete(int number, Outcome outcome, long offset, long nanos) {
        if (outcome(number) != Outcome.PENDING) {
            throw new IllegalStateException("write " + number + " is " + outcome(number) + " already");
        }
        completed.set(number, nanos);
        states.set(number, partition(number) * 4L + outcome.ordinal());
        offsets.set(number, offset);
    }

    /** How many there are; they are numbered from 0. */
    public int size() {
        return states.size();
    }

    /** The partition it was sent to. */
    public int partition(int number) {
        return (int) (states.get(number) / 4);
    }

    /** When it was sent. */
    public long invoked(int number) {
        return invoked.get(number);
    }

    /** When its outcome was told; the greatest long there is if it wasn't. */
    public long completed(int number) {
        return completed.get(number);
    }

    /** What was told. */
    public Outcome outcome(int number) {
        return OUTCOMES[(int) (states.get(number) % 4)];
    }

    /** The offset that was told; -1 without one. */
    public long offset(int number) {
        return offsets.get(number);
    }
}
