/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.driver;

import java.util.List;

/**
 * A system under load, through its own client library. Used from many threads. An adapter adds no queue, thread or copy that the
 * library's ordinary user wouldn't have, and acknowledges when the library does.
 */
public interface Driver extends AutoCloseable {
    /** Makes topics, each with that many partitions, and returns once they can be written. Fails when one exists. */
    void createTopics(List<String> topics, int partitions);

    /** A producer of its own, for one thread. */
    Sender openSender(String topic);

    /**
     * A consumer of its own, for one thread, as a member of a group that begins at the first record of the topics and commits as
     * its library does by default.
     */
    Receiver openReceiver(List<String> topics, String group);

    /**
     * Reads what is readable at the time of the call, from the first record to its end, and not further: without a group, in
     * order within a partition. A record that was acknowledged before the call and isn't among them was acknowledged too early.
     */
    void readAll(List<String> topics, RecordSink sink);

    /** Ends everything that is open; what was sent and not acknowledged may be lost. */
    @Override
    void close();
}
