/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.check.Values;
import io.varve.bench.driver.Sender;

/** A producer of the library with the values that it sends. Used by one thread at a time. */
final class NumberedSender {
    private final int number;
    private final Sender sender;
    private final Values values;
    private int nextSequence;
    private long checksum;

    NumberedSender(int number, Sender sender, Values values) {
        this.number = number;
        this.sender = sender;
        this.values = values;
    }

    /** Sends the next record; blocks while the library has no room. */
    void send(long intendedNanos, Sender.Acknowledgement acknowledgement) {
        if (nextSequence == Values.MAX_SEQUENCE) {
            throw new IllegalStateException("producer " + number + " has sent " + nextSequence
                    + " records, which is as many as readers can remember");
        }
        int sequence = nextSequence++;
        checksum += Values.checksum(number, sequence, intendedNanos);
        sender.send(values.key(number, sequence), values.make(number, sequence, intendedNanos), acknowledgement);
    }

    /** Records so far. */
    int records() {
        return nextSequence;
    }

    /** Of all records so far. */
    long checksum() {
        return checksum;
    }

    void close() {
        sender.close();
    }
}
