/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.server.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole server whose bookies fail: with three of them each record is on two disks before it is answered. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BookieOutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> sent = new ArrayList<>();
    private Standalone server;
    private VarveClient client;
    private Producer<String> producer;

    @BeforeEach
    void start(@TempDir Path data) throws Exception {
        server = new Standalone(
                new Configuration(
                        Sections.ALL,
                        Map.of("native.port", "0", "http.port", "0"),
                        Map.of(),
                        Map.of("standalone.bookies", "3")),
                data);
        String address = Objects.requireNonNull(server.addresses().get("native"));
        client = VarveClient.builder().servers(address).build();
        client.admin().createTopic(NewTopic.of("orders", 4));
        producer = client.newProducer(Schema.string()).topic("orders").create();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void produceGoesOnWhenTheDiskOfOneBookieIsFull() throws Exception {
        produce(0, 200).join();
        server.bookies().get(1).turnReadOnly();
        produce(200, 400).join();
        assertThat(server.readiness().ready()).isTrue();

        server.bookies().get(1).turnWritable();
        produce(400, 600).join();
        assertThat(read()).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void produceGoesOnWhenOneBookieDies() throws Exception {
        CompletableFuture<Void> before = produce(0, 200);
        server.bookies().get(2).close();
        before.join();
        produce(200, 400).join();

        assertThat(server.readiness().ready()).isTrue();
        assertThat(read()).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void produceWaitsWhileTwoDisksAreFullAndReadinessSaysWhy() throws Exception {
        produce(0, 200).join();
        server.bookies().get(0).turnReadOnly();
        server.bookies().get(1).turnReadOnly();
        CompletableFuture<Void> waiting = produce(200, 400);
        Eventually.holds(
                "the server isn't ready for want of bookies", PATIENCE, () -> "1 can be written, an answer needs 2"
                        .equals(server.readiness().missing().get("bookies")));
        assertThat(waiting).isNotDone();

        server.bookies().get(0).turnWritable();
        waiting.join();
        Eventually.holds(
                "the server is ready", PATIENCE, () -> server.readiness().ready());
        assertThat(read()).containsExactlyInAnyOrderElementsOf(sent);
    }

    private CompletableFuture<Void> produce(int from, int to) {
        List<String> values =
                IntStream.range(from, to).mapToObj("record-%04d"::formatted).toList();
        sent.addAll(values);
        return CompletableFuture.allOf(values.stream()
                .map(value -> producer.send(ProducerRecord.of(value).key(value)))
                .toArray(CompletableFuture[]::new));
    }

    /** Everything that comes within the patience, until as much has come as was sent. */
    private List<String> read() {
        List<String> values = new ArrayList<>();
        try (Reader<String> reader = client.newReader(Schema.string())
                .topic("orders")
                .from(StartPosition.earliest())
                .create()) {
            long start = System.nanoTime();
            while (values.size() < sent.size() && System.nanoTime() - start < PATIENCE.toNanos()) {
                reader.poll(Duration.ofSeconds(1)).stream()
                        .map(ReceivedRecord::value)
                        .forEach(values::add);
            }
            reader.poll(Duration.ofMillis(200)).stream()
                    .map(ReceivedRecord::value)
                    .forEach(values::add);
        }
        return values;
    }
}
