/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.ShardStatus;
import io.varve.client.producer.Producer;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import io.varve.client.transport.Address;
import io.varve.client.transport.Backoff;
import io.varve.client.transport.CallException;
import io.varve.client.transport.Connection;
import io.varve.client.transport.ConnectionOptions;
import io.varve.client.transport.ConnectionPool;
import io.varve.client.transport.Loops;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.name.TopicIds;
import io.varve.protocol.wire.Acks;
import io.varve.protocol.wire.Produce;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An owner stands still for longer than its session and goes on, with requests that have waited for it (I1, I3): what it answers
 * then is no acknowledgement, and what it refuses is not there. With {@code -Dvarve.long} several times.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ZombieTest {
    private static final boolean LONG = Boolean.getBoolean("varve.long");
    private static final int TIMES = LONG ? 10 : 1;
    private static final int BEFORE = 500;
    private static final int MEANWHILE = 200;
    private static final int AFTERWARDS = 200;
    private static final String TOPIC = "orders";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<Long, Long> acknowledged = new HashMap<>();
    private final List<Long> refused = new ArrayList<>();
    private final List<Long> unknown = new ArrayList<>();
    private long numbers;
    private int waited;
    private int onTheirWay;
    private int byZombies;

    @TempDir
    private Path directory;

    /** A request to the broker that is to stand still. */
    private record Asked(long number, CompletableFuture<Long> offset) {}

    @Test
    void anOwnerThatStoodStillAcknowledgesNothingAfterItsSuccessorServes() throws Exception {
        try (SmallCluster cluster = SmallCluster.start(directory);
                VarveClient client = cluster.client()) {
            client.admin().createTopic(NewTopic.of(TOPIC, 1));
            if (!LONG) {
                System.out.println("reduced: stands still once; -Dvarve.long does so ten times");
            }
            for (int time = 0; time < TIMES; time++) {
                standStill(cluster, client);
            }
            check(client);
        }
        System.out.printf(
                "%d owners stood still for longer than their sessions; of %d requests that came meanwhile, and %d later, they "
                        + "acknowledged %d; %d answers that they had given before came out after it; %d requests in all "
                        + "were refused, %d left open%n",
                TIMES, waited, TIMES * AFTERWARDS, byZombies, onTheirWay, refused.size(), unknown.size());
        assertThat(byZombies).isZero();
    }

    private void standStill(SmallCluster cluster, VarveClient client) throws Exception {
        int shard = client.admin().describeTopic(TOPIC).partitions().get(0).shard();
        String owner = owner(client, shard);
        String other = owner.equals("broker-1") ? "broker-2" : "broker-1";
        Produce head = Produce.newBuilder()
                .setTopicId(TopicIds.toBytes(
                        client.admin().describeTopic(TOPIC).summary().id()))
                .setPartition(0)
                .setAcks(Acks.ACKS_QUORUM)
                .build();
        Loops loops = new Loops(1);
        ConnectionPool pool = new ConnectionPool(
                loops,
                new ConnectionOptions("asks-a-zombie", Duration.ofSeconds(5), PATIENCE, 10_000),
                Backoff.DEFAULT);
        try (VarveClient ofOther =
                VarveClient.builder().servers(cluster.address(other)).build()) {
            Connection connection = pool.connection(
                            Address.parseList(cluster.address(owner)).get(0))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            List<Asked> before = new ArrayList<>();
            ask(connection, head, BEFORE, before);
            Eventually.holds(
                    "the owner answers", PATIENCE, () -> before.get(0).offset().isDone());
            cluster.pause(owner);
            List<Asked> waiting = new ArrayList<>();
            ask(connection, head, MEANWHILE, waiting);

            Eventually.holds("the other owns the shard", PATIENCE, () -> owner(ofOther, shard)
                    .equals(other));
            send(ofOther);
            List<Asked> unanswered =
                    before.stream().filter(one -> !one.offset().isDone()).toList();
            waited += waiting.size();
            assertThat(waiting).noneMatch(one -> one.offset().isDone());

            cluster.goOn(owner);
            byZombies += acknowledged(waiting);
            List<Asked> later = new ArrayList<>();
            ask(connection, head, AFTERWARDS, later);
            byZombies += acknowledged(later);
            onTheirWay += acknowledged(unanswered);
            List.of(before, waiting, later).forEach(asked -> asked.forEach(this::note));
            Eventually.holds(
                    "both brokers are there",
                    PATIENCE,
                    () -> client.admin().clusterStatus().brokers().stream()
                                    .filter(broker -> broker.address().isPresent())
                                    .count()
                            == 2);
        } finally {
            pool.close();
            loops.close().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Waits for all answers; how many of them are acknowledgements. */
    private static int acknowledged(List<Asked> asked) throws Exception {
        int acknowledged = 0;
        for (Asked one : asked) {
            Eventually.holds("the zombie has answered", PATIENCE, one.offset()::isDone);
            acknowledged += one.offset().isCompletedExceptionally() ? 0 : 1;
        }
        return acknowledged;
    }

    /** Who serves a shard; empty while nobody does. */
    private static String owner(VarveClient client, int shard) {
        return client.admin().clusterStatus().shards().stream()
                .filter(status -> status.shard() == shard && status.state() == ShardStatus.State.SERVED)
                .findFirst()
                .flatMap(ShardStatus::claimedBy)
                .orElse("");
    }

    private void ask(Connection connection, Produce head, int requests, List<Asked> asked) {
        for (int i = 0; i < requests; i++) {
            long number = numbers++;
            asked.add(new Asked(
                    number,
                    connection
                            .produce(
                                    head,
                                    batch(number),
                                    PATIENCE.multipliedBy(2).toNanos())
                            .thenApply(produced -> produced.getBaseOffset())));
        }
    }

    private static ByteBuf batch(long number) {
        try (BatchBuilder builder =
                new BatchBuilder(ByteBufAllocator.DEFAULT, Codec.NONE, 1_000, BatchLimits.DEFAULT)) {
            boolean added = builder.append(0, null, value(number), List.of());
            assertThat(added).isTrue();
            return builder.build();
        }
    }

    private static byte[] value(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private void send(VarveClient client) throws Exception {
        try (Producer<byte[]> producer =
                client.newProducer(Schema.bytes()).topic(TOPIC).create()) {
            long number = numbers++;
            RecordPosition position = producer.send(value(number)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            acknowledged.put(number, position.offset());
        }
    }

    private void note(Asked one) {
        if (!one.offset().isCompletedExceptionally()) {
            acknowledged.put(one.number(), one.offset().join());
            return;
        }
        CallException failure = CallException.of(Objects.requireNonNull(
                one.offset().handle((offset, thrown) -> thrown).join()));
        (failure.maybeApplied() ? unknown : refused).add(one.number());
    }

    /** What was acknowledged is where it was said to be, what was refused is nowhere, nothing is there twice. */
    private void check(VarveClient client) {
        Map<Long, Long> found = new HashMap<>();
        long end = client.admin().describeTopic(TOPIC).partitions().get(0).nextOffset();
        try (Reader<byte[]> reader = client.newReader(Schema.bytes())
                .topic(TOPIC)
                .from(StartPosition.earliest())
                .create()) {
            for (long next = 0; next < end; ) {
                List<ReceivedRecord<byte[]>> records = reader.poll(PATIENCE);
                assertThat(records).as("records from %d of %d", next, end).isNotEmpty();
                for (ReceivedRecord<byte[]> record : records) {
                    long number = ByteBuffer.wrap(Objects.requireNonNull(record.value()))
                            .getLong();
                    assertThat(found.put(number, record.offset()))
                            .as("number %d", number)
                            .isNull();
                    next = record.offset() + 1;
                }
            }
        }
        assertThat(found).containsAllEntriesOf(acknowledged);
        assertThat(refused).noneMatch(found::containsKey);
        assertThat(found.size()).isLessThanOrEqualTo(acknowledged.size() + unknown.size());
    }
}
