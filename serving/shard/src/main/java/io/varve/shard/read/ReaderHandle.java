/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

/** An open reader's flow control. All calls on the shard's loop. */
public interface ReaderHandle {
    /** The partition's first offset when it was opened. */
    long firstOffset();

    /** The partition's confirmed end when it was opened. */
    long nextOffset();

    /** Lets {@code bytes} more go out. */
    void addCredit(long bytes);

    /** Goes on after the sink had no {@linkplain ReaderSink#room room} or didn't {@linkplain ReaderSink#takes take} something. */
    void resume();

    /** Ends the reader; its sink isn't called again. */
    void close();
}
