/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.wire.OpenReader;
import io.varve.protocol.wire.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many clients that take nothing of what they asked for. */
class SlowReadersTest {
    private static final int READERS = 40;
    private static final int BATCHES = 100;
    /** All of them are more than what the system's buffers of a connection take. */
    private static final int BATCH_BYTES = 100_000;

    private MemoryBroker broker;
    private final List<RawClient> slow = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        broker = MemoryBroker.start(MemoryBroker.config());
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : slow) {
            client.close();
        }
        broker.close();
    }

    @Test
    void manySlowReadersShareOneBudgetAndGetEverythingOnceTheyRead() throws Exception {
        ByteString topic = topicWith(BATCHES);
        for (int i = 0; i < READERS; i++) {
            slow.add(reader(topic));
        }
        SendBudget budget = broker.server.sendBudget();
        long most = budget.limitBytes() + (long) READERS * SendBudget.LEAST_BYTES;
        Eventually.holds("all of them wait", () -> {
            assertThat(budget.heldBytes()).isLessThanOrEqualTo(most);
            return broker.server.counters().readerPauses() >= READERS;
        });

        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        try {
            List<Callable<Long>> reading = new ArrayList<>();
            for (RawClient client : slow) {
                reading.add(() -> readAll(client));
            }
            for (Future<Long> end : threads.invokeAll(reading, 60, TimeUnit.SECONDS)) {
                assertThat(end.get()).isEqualTo(BATCHES);
                assertThat(budget.heldBytes()).isLessThanOrEqualTo(most);
            }
        } finally {
            threads.shutdownNow();
        }
        Eventually.holds("all is given back", () -> budget.heldBytes() == 0);
        Eventually.holds("nobody waits", () -> budget.waitingConnections() == 0);
    }

    @Test
    void aReaderThatKeepsUpIsServedBesidesManyThatDont() throws Exception {
        ByteString topic = topicWith(BATCHES);
        for (int i = 0; i < READERS; i++) {
            slow.add(reader(topic));
        }
        Eventually.holds("all of them wait", () -> broker.server.counters().readerPauses() >= READERS);

        try (RawClient quick = reader(topic)) {
            assertThat(readAll(quick)).isEqualTo(BATCHES);
        }
    }

    @Test
    void readersThatLeaveGiveBackWhatTheyHeld() throws Exception {
        ByteString topic = topicWith(BATCHES);
        for (int i = 0; i < READERS; i++) {
            slow.add(reader(topic));
        }
        SendBudget budget = broker.server.sendBudget();
        Eventually.holds("they hold much", () -> budget.heldBytes() > budget.limitBytes() / 4);
        for (RawClient client : slow) {
            client.close();
        }
        Eventually.holds("all is given back", () -> budget.heldBytes() == 0);
        Eventually.holds("nobody waits", () -> budget.waitingConnections() == 0);
    }

    private ByteString topicWith(int batches) throws Exception {
        try (RawClient producer = broker.connect()) {
            ByteString topic = producer.createTopic("orders", 1).getTopicId();
            for (int i = 0; i < batches; i++) {
                producer.produce(topic, new byte[BATCH_BYTES]);
                producer.receive();
            }
            return topic;
        }
    }

    private RawClient reader(ByteString topic) throws Exception {
        RawClient client = broker.connect();
        client.send(
                CommandType.OPEN_READER,
                OpenReader.newBuilder()
                        .setReaderId(1)
                        .setTopicId(topic)
                        .setCreditBytes(1L << 40)
                        .build());
        return client;
    }

    private static long readAll(RawClient client) throws Exception {
        assertThat(client.receive().type()).isEqualTo(CommandType.OPEN_READER);
        long next = 0;
        while (next < BATCHES) {
            Frame pushed = client.receive();
            next = ((Records) pushed.message()).getNextOffset();
        }
        return next;
    }
}
