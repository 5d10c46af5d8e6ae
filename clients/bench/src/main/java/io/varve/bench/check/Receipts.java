/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.check;

/** What one reader got. For one thread; others may ask for {@link #records} meanwhile, and for the rest when it has ended. */
public interface Receipts {
    /** Takes down a record; false if it doesn't concern the run. */
    boolean add(byte[] value);

    /** How many records of the run so far. */
    long records();

    /** Bytes of their values. */
    long bytes();
}
