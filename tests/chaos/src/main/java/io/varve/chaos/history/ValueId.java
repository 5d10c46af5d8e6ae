/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

/** Tells each value that was ever sent from all others: the process that sent it and its number among that one's, in one long. */
public final class ValueId {
    /** Bytes that no process sent. */
    public static final long NONE = -1;

    private static final int NUMBER_BITS = 40;

    private ValueId() {}

    /**
     * Of a value.
     *
     * @param process from 0
     * @param number from 0
     */
    public static long of(int process, long number) {
        return ((long) process << NUMBER_BITS) | number;
    }

    /** The process that sent it. */
    public static int process(long id) {
        return (int) (id >>> NUMBER_BITS);
    }

    /** Its number among those of its process. */
    public static long number(long id) {
        return id & ((1L << NUMBER_BITS) - 1);
    }

    /** For people: {@code process.number}. */
    public static String text(long id) {
        return id == NONE ? "bytes that nobody sent" : process(id) + "." + number(id);
    }
}
