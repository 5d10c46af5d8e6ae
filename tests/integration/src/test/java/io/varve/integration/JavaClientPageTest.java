/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.ClientOptions;
import io.varve.client.VarveClient;
import io.varve.client.admin.Admin;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.consumer.ConsumerOptions;
import io.varve.client.consumer.RebalanceListener;
import io.varve.client.consumer.StreamConsumer;
import io.varve.client.producer.Partitioner;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerOptions;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.reader.StreamOptions;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.partition.KeyPartitioner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/java-client.md is true: its examples stand in this file, word for word, and run; its defaults are the code's. */
@SuppressWarnings("SystemOut") // as on the page
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JavaClientPageTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern OPTION = Pattern.compile("(?m)^\\| `([a-z]\\w+)` \\| `?([^|`]+)`? \\|");

    @TempDir
    private Path directory;

    private final List<String> billed = new ArrayList<>();
    private final List<TopicPartition> finished = new ArrayList<>();

    @Test
    void theExamplesRun() throws Exception {
        try (ServerProcess server = ServerProcess.start(ServerSettings.in(directory))) {
            firstProgram(server.address());
            try (VarveClient client = server.client()) {
                produce(client);
                consume(client);
                assertThat(billed).hasSize(1_001);
                try (StreamConsumer<String> consumer = client.newStreamConsumer(Schema.string())
                        .group("billing")
                        .topics("orders")
                        .listener(listener())
                        .create()) {
                    Eventually.holds("assigned", Duration.ofSeconds(30), () -> {
                        // What was committed doesn't come again.
                        assertThat(consumer.poll(Duration.ofMillis(100))).isEmpty();
                        return consumer.assignment().size() == 4;
                    });
                    seek(consumer);
                    assertThat(finished).isEmpty();
                }
                assertThat(finished).hasSize(4);
                partitioner();
                read(client);
                administer(client);
                assertThat(client.admin().listTopics("")).isEmpty();
            }
        }
    }

    @Test
    void theExamplesAreThoseOfThePage() throws Exception {
        String code = unindented(Files.readString(
                ROOT.resolve("tests/integration/src/test/java/io/varve/integration/JavaClientPageTest.java")));
        List<String> examples = EXAMPLE.matcher(page())
                .results()
                .map(match -> unindented(match.group(1)))
                .toList();

        assertThat(examples).hasSize(8).allSatisfy(example -> assertThat(code).contains(example));
    }

    @Test
    void theDefaultsAreThoseOfTheCode() throws Exception {
        ClientOptions client = ClientOptions.DEFAULT;
        ProducerOptions producer = ProducerOptions.DEFAULT;
        ConsumerOptions consumer = ConsumerOptions.DEFAULT;
        StreamOptions stream = StreamOptions.DEFAULT;
        assertThat(consumer.initialPosition()).isEqualTo(StartPosition.earliest());
        assertThat(consumer.autoCommit()).isEmpty();
        assertThat(client.clientId()).isEmpty();
        assertThat(producer.partitioner().partition(new byte[] {'k'}, null, 7))
                .isEqualTo(KeyPartitioner.partition(new byte[] {'k'}, 7));
        assertThat(producer.partitioner().partition(null, null, 7)).isEqualTo(Partitioner.ANY);

        Map<String, String> defaults = OPTION.matcher(page())
                .results()
                .collect(Collectors.toMap(
                        (MatchResult option) -> option.group(1),
                        option -> option.group(2).strip(),
                        (first, second) -> first));

        assertThat(defaults)
                .hasSize(20)
                .containsEntry("servers", client.servers().get(0).toString())
                .containsEntry("clientId", "empty")
                .containsEntry("requestTimeout", client.requestTimeout().toSeconds() + " s")
                .containsEntry("ioThreads", Integer.toString(client.ioThreads()))
                .containsEntry("partitioner", "by key")
                .containsEntry("acks", producer.acks().name())
                .containsEntry("idempotent", Boolean.toString(producer.idempotent()))
                .containsEntry("compression", producer.codec().name())
                .containsEntry("batchBytes", producer.batchBytes() / 1_000_000 + " MB")
                .containsEntry("memoryBytes", producer.memoryBytes() / (1 << 20) + " MiB")
                .containsEntry("whenFull", producer.whenFull().name())
                .containsEntry("deliveryTimeout", producer.deliveryTimeout().toMinutes() + " min")
                .containsEntry("topicRefresh", producer.topicRefresh().toSeconds() + " s")
                .containsEntry("from", "earliest")
                .containsEntry("sessionTimeout", consumer.sessionTimeout().toSeconds() + " s")
                .containsEntry("maxPollInterval", consumer.maxPollInterval().toMinutes() + " min")
                .containsEntry("autoCommit", "off")
                .containsEntry("bufferBytes", stream.bufferBytes() / (1 << 20) + " MiB")
                .containsEntry("maxPollRecords", Integer.toString(stream.maxPollRecords()))
                .containsEntry("whenOutOfRange", stream.outOfRange().name());
    }

    private static String page() throws Exception {
        return Files.readString(ROOT.resolve("docs/java-client.md"));
    }

    /** The formatter breaks lines in the code where it likes: white space doesn't count. */
    private static String unindented(String code) {
        return code.replaceAll("\\s+", "");
    }

    // ---- the page ----

    private static void firstProgram(String servers) {
        try (VarveClient client =
                VarveClient.builder().servers(servers).clientId("shop").build()) {
            client.admin().createTopic(NewTopic.of("orders", 4).retention(Duration.ofDays(30)));
            try (Producer<String> producer =
                    client.newProducer(Schema.string()).topic("orders").create()) {
                RecordPosition position = producer.send("first order").join();
                System.out.println("stored in partition " + position.partition() + " at offset " + position.offset());
            }
        }
    }

    private static void produce(VarveClient client) {
        try (Producer<String> producer = client.newProducer(Schema.string())
                .topic("orders")
                .compression(Codec.ZSTD)
                .create()) {
            List<CompletableFuture<RecordPosition>> sent = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                sent.add(producer.send(ProducerRecord.of("order " + i)
                        .key("customer-" + i % 50)
                        .header("source", "web")
                        .eventTime(Instant.now())));
            }
            producer.flush();
            for (CompletableFuture<RecordPosition> position : sent) {
                position.join();
            }
        }
    }

    private void consume(VarveClient client) {
        try (StreamConsumer<String> consumer = client.newStreamConsumer(Schema.string())
                .group("billing")
                .topics("orders")
                .from(StartPosition.earliest())
                .create()) {
            int read = 0;
            while (read < 1_001) {
                for (ReceivedRecord<String> record : consumer.poll(Duration.ofSeconds(1))) {
                    bill(record.keyText(), record.value());
                    read++;
                }
                consumer.commitSync();
            }
        }
    }

    private void bill(Optional<String> customer, @Nullable String order) {
        billed.add(customer.orElse("nobody") + " " + order);
    }

    private static void partitioner() {
        Partitioner byCountry = (key, value, partitions) -> key == null ? Partitioner.ANY : key[0] % partitions;
        assertThat(byCountry.partition(new byte[] {9}, null, 4)).isEqualTo(1);
    }

    private RebalanceListener listener() {
        RebalanceListener listener = new RebalanceListener() {
            @Override
            public void onRevoked(Collection<TopicPartition> partitions) {
                finish(partitions);
            }
        };
        return listener;
    }

    private void finish(Collection<TopicPartition> partitions) {
        finished.addAll(partitions);
    }

    private static void seek(StreamConsumer<String> consumer) {
        TopicPartition first = consumer.assignment().iterator().next();
        consumer.seek(first, Instant.now().minus(Duration.ofHours(1)));
        consumer.pause(List.of(first));
        consumer.resume(List.of(first));
    }

    private static void read(VarveClient client) {
        try (Reader<String> reader = client.newReader(Schema.string())
                .topic("orders")
                .from(StartPosition.at(Instant.parse("2026-01-01T00:00:00Z")))
                .create()) {
            for (ReceivedRecord<String> record : reader.poll(Duration.ofSeconds(10))) {
                System.out.println(record.partition() + "@" + record.offset() + " " + record.value());
            }
        }
    }

    private static void administer(VarveClient client) {
        Admin admin = client.admin();
        for (PartitionDescription partition : admin.describeTopic("orders").partitions()) {
            System.out.println(partition);
        }
        System.out.println(admin.describeGroup("billing"));
        admin.deleteTopic("orders");
    }
}
