/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

/** What a record's success means. */
public enum Acks {
    /** A quorum of bookies has it on disk. */
    QUORUM,
    /**
     * It was written to the socket: the fastest, and it may be lost without anybody hearing of it. So is what is sent to the
     * former owner of a partition that has moved, for up to five seconds.
     */
    NONE
}
