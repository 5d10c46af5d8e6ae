/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

/** Sequence numbers of idempotent producers: 0 to 2^31 - 1, then 0 again. Source: Kafka's record batch format. */
final class Sequences {
    private Sequences() {}

    /** The number that follows {@code count} records from {@code first}. */
    static int after(int first, int count) {
        return (first + count) & Integer.MAX_VALUE;
    }
}
