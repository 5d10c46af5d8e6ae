/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

/** What {@code send} does while the producer's memory limit is reached. */
public enum WhenFull {
    /** Waits for room, but no longer than the request timeout, then fails with BUSY. On the client's own threads it never waits. */
    BLOCK,
    /** Fails at once with BUSY. */
    FAIL
}
