/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import io.varve.client.VarveClient;
import io.varve.client.reader.Reader;
import io.varve.client.reader.ReaderBuilder;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.replay.plan.OffsetSpan;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Reads what is not in objects, or can't be read there, from the brokers. */
final class BrokerPhase {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int BUFFER_BYTES = 32 << 20;
    private static final int POLL_RECORDS = 5000;

    private final VarveClient client;
    private final String topic;
    private final Delivery delivery;
    private final Stop stop;
    private final Map<Integer, Position> open = new HashMap<>();

    BrokerPhase(VarveClient client, String topic, Delivery delivery, Stop stop) {
        this.client = client;
        this.topic = topic;
        this.delivery = delivery;
        this.stop = stop;
    }

    /**
     * Returns when all partitions are at their ends.
     *
     * @throws VarveException TIMEOUT if no record came for a minute though there must be some, and what {@link Reader#poll}
     *     says
     */
    void run() throws IOException {
        ReaderBuilder<byte[]> builder = client.newReader(Schema.bytes())
                .topic(topic)
                .bufferBytes(BUFFER_BYTES)
                .maxPollRecords(POLL_RECORDS);
        for (Position position : delivery.positions()) {
            if (!position.isDone()) {
                open.put(position.partition, position);
                builder.partitions(position.partition)
                        .from(position.partition, StartPosition.at(position.nextOffset()));
            }
        }
        if (open.isEmpty()) {
            return;
        }
        try (Reader<byte[]> reader = builder.create()) {
            long movedNanos = System.nanoTime();
            while (!stop.isAsked() && !open.isEmpty()) {
                List<ReceivedRecord<byte[]>> records = reader.poll(POLL);
                boolean delivered = deliver(records);
                if (stop.isAsked()) {
                    // The reader may be at the end already; what was not delivered isn't done.
                    return;
                }
                if (close(reader) || delivered) {
                    movedNanos = System.nanoTime();
                }
                checkPatience(System.nanoTime() - movedNanos);
                delivery.commitIfDue();
            }
        }
    }

    private boolean deliver(List<ReceivedRecord<byte[]>> records) throws IOException {
        for (ReceivedRecord<byte[]> record : records) {
            Position position = open.get(record.partition());
            if (stop.isAsked()) {
                return true;
            }
            if (position != null && record.offset() >= position.endOffset) {
                position.advance(record.offset());
            } else if (position != null && record.offset() >= position.nextOffset()) {
                delivery.fromBroker(position, record);
            }
        }
        return !records.isEmpty();
    }

    /** Ends partitions that are done; whether there was one. */
    private boolean close(Reader<byte[]> reader) {
        boolean closed = false;
        for (Position position : List.copyOf(open.values())) {
            // Beyond the last record there may be offsets without any.
            OptionalLong read = reader.position(position.partition);
            if (read.isPresent() && read.getAsLong() >= position.endOffset) {
                position.advance(position.endOffset);
            }
            if (position.isDone()) {
                open.remove(position.partition);
                reader.pause(Set.of(new TopicPartition(topic, position.partition)));
                closed = true;
            }
        }
        return closed;
    }

    private void checkPatience(long idleNanos) {
        boolean follows = open.values().stream().anyMatch(position -> position.endOffset == OffsetSpan.NO_END);
        if (!follows && !open.isEmpty() && idleNanos > PATIENCE.toNanos()) {
            Position position = open.values().iterator().next();
            throw new VarveException(
                    ErrorCode.TIMEOUT,
                    "no record of partition " + position.partition + " of topic " + topic + " came for "
                            + PATIENCE.toSeconds() + " s; offset " + position.nextOffset() + " of "
                            + position.endOffset + " is next");
        }
    }
}
