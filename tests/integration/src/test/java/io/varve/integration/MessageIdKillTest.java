/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What those rely on who send everything again after a crash (I1, I2). */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MessageIdKillTest {
    private static final int RECORDS = 2_000;
    private static final int PARTITIONS = 4;

    @TempDir
    private Path directory;

    @Test
    void whatIsSentAgainByAnotherProducerAfterAKillIsStoredOnceAndAnsweredWithItsPlace() throws Exception {
        try (ServerProcess first = ServerProcess.start(ServerSettings.in(directory));
                VarveClient client = first.client()) {
            client.admin().createTopic(NewTopic.of("payments", PARTITIONS).dedupWindow(Duration.ofDays(1)));
            Map<Integer, RecordPosition> stored = new HashMap<>();
            List<CompletableFuture<RecordPosition>> inFlight;
            try (Producer<String> producer = producer(client)) {
                List<CompletableFuture<RecordPosition>> half = send(producer, 0, RECORDS / 2);
                CompletableFuture.allOf(half.toArray(CompletableFuture[]::new)).join();
                inFlight = send(producer, RECORDS / 2, RECORDS);
                for (int i = 0; i < half.size(); i++) {
                    stored.put(i, half.get(i).join());
                }
                inFlight.get(10).join();
                first.sigkill();
                try (ServerProcess second = first.startAgain()) {
                    assertThat(second.isAlive()).isTrue();
                    for (int i = 0; i < inFlight.size(); i++) {
                        stored.put(RECORDS / 2 + i, inFlight.get(i).join());
                    }
                    sendAllAgain(client, stored);
                    assertThat(client.admin().describeTopic("payments").partitions().stream()
                                    .mapToLong(PartitionDescription::nextOffset)
                                    .sum())
                            .isEqualTo(RECORDS);
                }
            }
        }
    }

    private static void sendAllAgain(VarveClient client, Map<Integer, RecordPosition> stored) {
        try (Producer<String> other = producer(client)) {
            List<CompletableFuture<RecordPosition>> again = send(other, 0, RECORDS);
            for (int i = 0; i < RECORDS; i++) {
                RecordPosition position = again.get(i).join();
                RecordPosition before = Objects.requireNonNull(stored.get(i));
                assertThat(position.duplicate()).as("record %d", i).isTrue();
                assertThat(position.partition()).isEqualTo(before.partition());
                assertThat(position.offset()).isEqualTo(before.offset());
            }
        }
    }

    private static Producer<String> producer(VarveClient client) {
        return client.newProducer(Schema.string()).topic("payments").create();
    }

    private static List<CompletableFuture<RecordPosition>> send(Producer<String> producer, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> producer.send(ProducerRecord.of("payment " + i).messageId("id-" + i)))
                .toList();
    }
}
