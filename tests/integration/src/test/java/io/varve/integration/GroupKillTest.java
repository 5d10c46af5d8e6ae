/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.admin.GroupPartition;
import io.varve.client.admin.NewTopic;
import io.varve.client.consumer.StreamConsumer;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a member of a group relies on when the server dies under it (I7). */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupKillTest {
    /** Of 1 KiB: more than a consumer fetches ahead. */
    private static final int RECORDS = 20_000;

    private final Set<String> seen = new HashSet<>();
    private final Map<Integer, Long> positions = new HashMap<>();
    private Map<Integer, Long> committed = Map.of();

    @TempDir
    private Path directory;

    @Test
    void aMemberReadsOnAfterAKillAndNothingThatItCommittedComesAgain() throws Exception {
        try (ServerProcess first = ServerProcess.start(ServerSettings.in(directory));
                VarveClient client = first.client()) {
            client.admin().createTopic(NewTopic.of("orders", 4));
            produce(client);
            try (ServerProcess second = readThroughAKill(first, client)) {
                assertThat(second.isAlive()).isTrue();
                assertThat(progress(client)).isEqualTo(positions);
                assertThat(positions.values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(RECORDS);
            }
        }
    }

    private ServerProcess readThroughAKill(ServerProcess first, VarveClient client) throws Exception {
        try (StreamConsumer<String> consumer = client.newStreamConsumer(Schema.string())
                .group("billing")
                .topics("orders")
                .maxPollRecords(100)
                .create()) {
            readAndCommit(consumer, RECORDS / 3);
            poll(consumer);
            CompletableFuture<Void> inFlight = consumer.commitAsync();
            first.sigkill();
            ServerProcess second = first.startAgain();
            assertThat(progress(client)).hasSize(4).allSatisfy((partition, offset) -> assertThat(offset)
                    .as("progress in partition %d", partition)
                    .isGreaterThanOrEqualTo(committed.getOrDefault(partition, 0L)));
            assertThat(seen).hasSizeLessThan(RECORDS);
            readAndCommit(consumer, RECORDS);
            assertThat(inFlight).isDone();
            return second;
        }
    }

    private static void produce(VarveClient client) {
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            CompletableFuture<?>[] sent = IntStream.range(0, RECORDS)
                    .mapToObj(i -> producer.send(
                            ProducerRecord.of("%01024d".formatted(i)).key(Integer.toString(i))))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(sent).join();
        }
    }

    private void readAndCommit(StreamConsumer<String> consumer, int count) {
        while (seen.size() < count) {
            poll(consumer);
            consumer.commitSync();
            committed = Map.copyOf(positions);
        }
    }

    private void poll(StreamConsumer<String> consumer) {
        List<ReceivedRecord<String>> records = consumer.poll(Duration.ofSeconds(1));
        for (ReceivedRecord<String> record : records) {
            assertThat(record.offset())
                    .as("offset in partition %d", record.partition())
                    .isGreaterThanOrEqualTo(committed.getOrDefault(record.partition(), 0L));
            positions.put(record.partition(), record.offset() + 1);
            seen.add(record.value());
        }
    }

    private static Map<Integer, Long> progress(VarveClient client) {
        Map<Integer, Long> progress = new HashMap<>();
        for (GroupPartition partition : client.admin().describeGroup("billing").partitions()) {
            progress.put(partition.partition().partition(), partition.committedOffset());
        }
        return progress;
    }
}
