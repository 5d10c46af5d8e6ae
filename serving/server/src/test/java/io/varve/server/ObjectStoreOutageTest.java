/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.admin.Segment;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.objects.bucket.S3ProxyProcess;
import io.varve.server.ObjectStorePath.Fault;
import io.varve.server.config.Configuration;
import io.varve.server.node.StartRefused;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole server over an S3 server in a process of its own, between which things go wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 150, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ObjectStoreOutageTest {
    private static final String BUCKET = "history";
    private static final int RECORDS = 200;
    private static final int VALUE_BYTES = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Random random = new Random(11);
    private Path data;
    private S3ProxyProcess s3;
    private ObjectStorePath path;
    private Standalone server;
    private VarveClient client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        System.setProperty("aws.accessKeyId", S3ProxyProcess.CREDENTIALS.accessKey());
        System.setProperty("aws.secretAccessKey", S3ProxyProcess.CREDENTIALS.secretKey());
        s3 = S3ProxyProcess.start(directory);
        s3.createBucket(BUCKET);
        URI endpoint = Objects.requireNonNull(s3.location(BUCKET, "").endpoint());
        path = new ObjectStorePath(endpoint.getPort());
        data = directory.resolve("data");
        server = new Standalone(configuration(), data);
        client = connect();
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
        path.close();
        s3.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @ParameterizedTest
    @CsvSource({"DOWN, refused", "ANSWERS_503, 503", "CUTS_BODIES, broke off: after"})
    void produceGoesOnAndHistoryWaitsUntilTheStoreIsBack(Fault fault, String reason) throws Exception {
        String topic = "during-" + fault.name();
        client.admin().createTopic(NewTopic.of(topic, 1));
        List<String> sent = new ArrayList<>(produce(topic));
        long objectsBefore = client.admin().tierStatus().objects();
        double failuresBefore = failures();

        path.become(fault);
        client.admin().sealTopic(topic);
        Segment waiting = awaitError(reason);
        Eventually.holds("it was tried again", PATIENCE, () -> failures() >= failuresBefore + 2);
        sent.addAll(produce(topic));
        client.admin().sealTopic(topic);
        sent.addAll(produce(topic));

        assertThat(waiting.state()).isIn(Segment.State.SEALED, Segment.State.TIERING);
        assertThat(read(topic, sent.size())).isEqualTo(sent);
        assertThat(server.ledgerIds()).contains(waiting.ledgerId());
        assertThat(client.admin().tierStatus().objects()).isEqualTo(objectsBefore);
        assertThat(server.readiness().ready()).isTrue();

        path.become(Fault.NONE);
        client.admin().sealTopic(topic);
        awaitOnlyInObjects(topic);
        Eventually.holds(
                "the ledger is deleted", PATIENCE, () -> !server.ledgerIds().contains(waiting.ledgerId()));
        assertThat(read(topic, sent.size())).isEqualTo(sent);
    }

    @Test
    void aServerStartsWithoutItsStoreAndReadersOfHistoryWait() throws Exception {
        client.admin().createTopic(NewTopic.of("restarted", 1));
        List<String> sent = new ArrayList<>(produce("restarted"));
        client.admin().sealTopic("restarted");
        awaitOnlyInObjects("restarted");

        client.close();
        server.close();
        path.become(Fault.DOWN);
        server = new Standalone(configuration(), data);
        client = connect();
        sent.addAll(produce("restarted"));
        try (Reader<String> reader = reader("restarted")) {
            assertThat(reader.poll(Duration.ofMillis(500))).isEmpty();

            path.become(Fault.NONE);
            assertThat(take(reader, sent.size())).isEqualTo(sent);
        }
    }

    @Test
    void aBucketThatIsNotThereIsRefused() {
        String store = "s3://nobodys-bucket?endpoint=http://127.0.0.1:" + path.port();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> ObjectStores.open(new ObjectsConfig(store), data))
                .withMessageStartingWith("objects.store=" + store + ": bucket nobodys-bucket");
    }

    private Configuration configuration() {
        return new Configuration(
                Sections.ALL,
                Map.of("native.port", "0", "http.port", "0"),
                Map.of(),
                Map.of(
                        "objects.store",
                        "s3://" + BUCKET + "?endpoint=http://127.0.0.1:" + path.port(),
                        "tiering.ledger-delay",
                        "0s"));
    }

    private VarveClient connect() {
        String address = Objects.requireNonNull(server.addresses().get("native"));
        return VarveClient.builder().servers(address).build();
    }

    private List<String> produce(String topic) {
        List<String> values = Stream.generate(this::value).limit(RECORDS).toList();
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic(topic).create()) {
            CompletableFuture<?>[] sent = values.stream()
                    .map(value -> producer.send(ProducerRecord.of(value)))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(sent).join();
        }
        return values;
    }

    private String value() {
        return random.ints(VALUE_BYTES, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private List<String> read(String topic, int count) {
        try (Reader<String> reader = reader(topic)) {
            return take(reader, count);
        }
    }

    private Reader<String> reader(String topic) {
        return client.newReader(Schema.string())
                .topic(topic)
                .from(StartPosition.earliest())
                .create();
    }

    private static List<String> take(Reader<String> reader, int count) {
        List<String> values = new ArrayList<>();
        long start = System.nanoTime();
        while (values.size() < count && System.nanoTime() - start < PATIENCE.toNanos()) {
            reader.poll(Duration.ofSeconds(1)).stream()
                    .map(ReceivedRecord::value)
                    .forEach(values::add);
        }
        return values;
    }

    private double failures() throws Exception {
        return Metrics.of(server).sum("varve_shard_tiering_failures_total");
    }

    private Segment awaitError(String reason) throws Exception {
        List<String> seen = new ArrayList<>();
        List<Segment> wrong = new ArrayList<>();
        Eventually.holds("an error about " + reason + " among " + seen, PATIENCE, () -> {
            for (Segment segment : client.admin().tierStatus().segments()) {
                segment.lastError().ifPresent(error -> {
                    seen.add(error);
                    if (error.contains(reason)) {
                        wrong.add(segment);
                    }
                });
            }
            return !wrong.isEmpty();
        });
        return wrong.get(0);
    }

    /** All of the topic's records are in objects, and their ledgers are given up. */
    private void awaitOnlyInObjects(String topic) throws Exception {
        Eventually.holds("only objects hold topic " + topic, PATIENCE, () -> {
            PartitionDescription partition =
                    client.admin().describeTopic(topic).partitions().get(0);
            return partition.ledgerBytes() == 0 && partition.objectBytes() > 0;
        });
    }
}
