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
import io.varve.protocol.wire.Ping;
import io.varve.protocol.wire.Pong;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.Produced;
import io.varve.protocol.wire.Records;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlowTest {
    private static final int BATCH_BYTES = 100_000;
    /** A bound on the frame of such a batch, which isn't begun when it doesn't fit. */
    private static final long FRAME_BYTES = BATCH_BYTES + 2_000;

    private static final long LIMIT = MemoryBroker.config().connectionBytes();
    /** What one read may bring beyond the limit. */
    private static final long SLACK = 2 * 256 * 1024;

    private MemoryBroker broker;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        broker = MemoryBroker.start(MemoryBroker.config());
        client = broker.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        broker.close();
    }

    @Test
    void aProducerThatIsFasterThanTheLogIsNotReadUntilAnswersGoOut() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        int count = 60;
        broker.ledgers.faults().holdAcks();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(topic, count));

        Eventually.holds(
                "the connection is paused", () -> broker.server.budget().pausedConnections() == 1);
        assertThat(broker.server.budget().takenBytes()).isBetween(LIMIT - FRAME_BYTES, LIMIT + SLACK);
        try (RawClient other = broker.connect()) {
            assertThat(other.ask(CommandType.PING, Ping.getDefaultInstance())).isEqualTo(Pong.getDefaultInstance());
        }

        broker.ledgers.faults().releaseAcks();
        for (int i = 0; i < count; i++) {
            assertThat(((Produced) client.receive().message()).getBaseOffset()).isEqualTo(i);
        }
        sending.get(20, TimeUnit.SECONDS);
        Eventually.holds("all is given back", () -> broker.server.budget().takenBytes() == 0);
        assertThat(broker.server.budget().pausedConnections()).isZero();
    }

    @Test
    void producersAreNotReadWhileASlowBookieHoldsWhatWasAnswered() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        long limit = broker.server.budget().limitBytes();
        int fitting = (int) (limit / BATCH_BYTES) - 1;
        broker.ledgers.faults().slowBookie(true);
        for (int i = 0; i < fitting; i++) {
            client.produce(topic, new byte[BATCH_BYTES]);
            assertThat(((Produced) client.receive().message()).getBaseOffset()).isEqualTo(i);
        }
        assertThat(broker.ledgers.unsent().bytes()).isGreaterThan((long) fitting * BATCH_BYTES);

        int count = 20;
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(topic, count));
        Eventually.holds(
                "the connection is paused", () -> broker.server.budget().pausedConnections() == 1);
        Eventually.holds(
                "what was read is answered", () -> broker.server.budget().takenBytes() == 0);
        assertThat(broker.server.budget().pausedConnections()).isEqualTo(1);
        assertThat(broker.ledgers.unsent().bytes()).isBetween(limit - FRAME_BYTES, limit + SLACK);

        broker.ledgers.faults().slowBookie(false);
        for (int i = 0; i < count; i++) {
            assertThat(((Produced) client.receive().message()).getBaseOffset()).isEqualTo(fitting + i);
        }
        sending.get(20, TimeUnit.SECONDS);
        Eventually.holds("all is given back", () -> broker.server.budget().takenBytes() == 0);
        assertThat(broker.server.budget().pausedConnections()).isZero();
    }

    @Test
    void requestsThatArriveSlowlyAreReadWithinTheLimitAndInTheEndAllAreServed() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        int clients = 30;
        Produce command = Produce.newBuilder().setTopicId(topic).build();
        byte[] request = RawClient.bytes(CommandType.PRODUCE, 7, command, RawClient.batch(new byte[600_000]));
        int begun = 50_000;
        long limit = broker.server.budget().limitBytes();
        int fitting = (int) (limit / request.length);
        List<RawClient> slow = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            for (int i = 0; i < clients; i++) {
                slow.add(broker.connect());
                slow.get(i).sendBytes(Arrays.copyOf(request, begun));
            }
            Eventually.holds(
                    "those that don't fit are paused",
                    () -> broker.server.budget().pausedConnections() == clients - fitting);
            assertThat(broker.server.budget().takenBytes()).isEqualTo((long) fitting * request.length);

            List<Future<Frame>> answers = new ArrayList<>();
            for (RawClient each : slow) {
                answers.add(threads.submit(() -> {
                    each.sendBytes(Arrays.copyOfRange(request, begun, request.length));
                    return each.receive();
                }));
            }
            for (Future<Frame> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS).message()).isInstanceOf(Produced.class);
            }
            Eventually.holds("all is given back", () -> broker.server.budget().takenBytes() == 0);

            slow.get(0).sendBytes(Arrays.copyOf(request, begun));
            Eventually.holds("one is begun", () -> broker.server.budget().takenBytes() == request.length);
            slow.get(0).close();
            Eventually.holds("it is given back", () -> broker.server.budget().takenBytes() == 0);
        } finally {
            threads.shutdownNow();
            for (RawClient each : slow) {
                each.close();
            }
        }
    }

    @Test
    void aProducerThatLeavesGivesBackWhatItHadTaken() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        broker.ledgers.faults().holdAcks();
        send(topic, 5);
        Eventually.holds("they came in", () -> broker.server.budget().takenBytes() > 5L * BATCH_BYTES);

        client.close();
        broker.ledgers.faults().releaseAcks();

        Eventually.holds("all is given back", () -> broker.server.budget().takenBytes() == 0);
    }

    @Test
    void aReaderThatDoesntReadHoldsUpNoMoreThanItsShare() throws Exception {
        ByteString topic = client.createTopic("orders", 1).getTopicId();
        int count = 300;
        for (int i = 0; i < count; i++) {
            client.produce(topic, new byte[BATCH_BYTES]);
            client.receive();
        }
        try (RawClient slow = broker.connect()) {
            slow.send(
                    CommandType.OPEN_READER,
                    OpenReader.newBuilder()
                            .setReaderId(1)
                            .setTopicId(topic)
                            .setCreditBytes(1L << 40)
                            .build());
            Eventually.holds("its reader waits", () -> broker.server.counters().readerPauses() > 0);
            assertThat(broker.server.counters().pushedBytes()).isLessThan((long) count * BATCH_BYTES / 2);

            assertThat(slow.receive().type()).isEqualTo(CommandType.OPEN_READER);
            long next = 0;
            while (next < count) {
                Frame pushed = slow.receive();
                next = ((Records) pushed.message()).getNextOffset();
            }
            assertThat(next).isEqualTo(count);
        }
    }

    private void send(ByteString topic, int count) {
        try {
            for (int i = 0; i < count; i++) {
                client.produce(topic, new byte[BATCH_BYTES]);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
