/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.varve.protocol.wire.ReaderOpened;

/** A reader that a broker has opened for us on one connection. May be used from any thread. */
public final class OpenedReader {
    private final Connection connection;
    private final int readerId;
    private final ReaderOpened ends;

    OpenedReader(Connection connection, int readerId, ReaderOpened ends) {
        this.connection = connection;
        this.readerId = readerId;
        this.ends = ends;
    }

    /** The partition's first and next offset when it was opened. */
    public ReaderOpened ends() {
        return ends;
    }

    /** Lets the broker push so many payload bytes more. */
    public void addCredit(long bytes) {
        connection.addCredit(readerId, bytes);
    }

    /** Ends the reader; its sink isn't called after this was seen by the connection's loop. */
    public void close() {
        connection.closeReader(readerId);
    }
}
