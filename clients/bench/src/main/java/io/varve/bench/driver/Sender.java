/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.driver;

import org.jspecify.annotations.Nullable;

/** One producer. Used by one thread at a time. */
public interface Sender extends AutoCloseable {
    /**
     * Sends a record and returns once it is taken in: blocks while the library has no room.
     *
     * @param key null for none
     * @param value not changed by anybody afterwards
     * @param acknowledgement called once, on any thread, when the library says that the record is stored or isn't
     */
    void send(byte @Nullable [] key, byte[] value, Acknowledgement acknowledgement);

    /** Sends what waits and ends. */
    @Override
    void close();

    /** What the library says of one record. */
    @FunctionalInterface
    interface Acknowledgement {
        /** Stored as durably as was asked for; with a failure: not stored, or nobody knows. */
        void acknowledged(@Nullable Throwable failure);
    }
}
