/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.fake;

import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.wire.Records;

/** An open reader: pushes whole batches while any credit is left. Touched on the fake's thread only. */
final class FakeReader {
    final FakeTopic topic;
    final int partition;
    private final FakeConnection connection;
    private final int readerId;
    private int nextIndex;
    long credit;

    FakeReader(FakeConnection connection, int readerId, FakeTopic topic, int partition, long offset, long credit) {
        this.connection = connection;
        this.readerId = readerId;
        this.topic = topic;
        this.partition = partition;
        this.nextIndex = topic.partitions.get(partition).indexOf(offset);
        this.credit = credit;
    }

    /** Returns the bytes that were pushed. */
    long push() {
        FakePartition log = topic.partitions.get(partition);
        long pushed = 0;
        while (credit > 0 && nextIndex < log.batches.size()) {
            FakePartition.Stored batch = log.batches.get(nextIndex++);
            credit -= batch.bytes().readableBytes();
            pushed += batch.bytes().readableBytes();
            connection.send(Frame.push(
                    CommandType.RECORDS,
                    Records.newBuilder()
                            .setReaderId(readerId)
                            .setNextOffset(batch.endOffset())
                            .setConfirmedEnd(log.nextOffset)
                            .setSource(batch.source())
                            .build(),
                    batch.bytes().copy()));
        }
        return pushed;
    }
}
