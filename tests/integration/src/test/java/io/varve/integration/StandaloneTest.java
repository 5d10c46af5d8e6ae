/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.admin.GroupDescription;
import io.varve.client.admin.GroupPartition;
import io.varve.client.admin.NewTopic;
import io.varve.client.consumer.StreamConsumer;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user of {@code varve standalone} relies on, from outside the process. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandaloneTest {
    @TempDir
    private Path directory;

    @Test
    void recordsAndProgressOfAGroupOutliveTheKillOfTheServer() throws Exception {
        List<String> consumed = new ArrayList<>();
        ServerProcess first = ServerProcess.start(ServerSettings.in(directory));
        try (first) {
            try (VarveClient client = first.client()) {
                client.admin().createTopic(NewTopic.of("orders", 4));
                produce(client, 0, 1000);
                consumed.addAll(consumeAndCommit(client, 600));
                assertThat(progress(client)).isEqualTo(consumed.size()).isLessThan(1000);
            }
            first.sigkill();
        }

        try (ServerProcess second = first.startAgain()) {
            try (VarveClient client = second.client()) {
                assertThat(progress(client)).isEqualTo(consumed.size());
                produce(client, 1000, 1100);
                consumed.addAll(consumeAndCommit(client, 1100 - consumed.size()));
                assertThat(consumed).containsExactlyInAnyOrderElementsOf(texts(0, 1100));
            }
        }
    }

    @Test
    void aServerThatWasStoppedHasNothingToRecover() throws Exception {
        ServerProcess first = ServerProcess.start(ServerSettings.in(directory));
        try (first;
                VarveClient client = first.client()) {
            client.admin().createTopic(NewTopic.of("orders", 1));
            produce(client, 0, 10);
            assertThat(first.terminate()).isEqualTo(0);
            assertThat(first.printed().lines()).hasSize(1);
            assertThat(directory.resolve("data/varve.ports")).doesNotExist();
        }

        ServerProcess second = ServerProcess.launch(first.settings());
        CompletableFuture<String> recovery =
                second.nextLogLine(line -> line.contains("shard opened") && !line.contains("recovered=0"));
        try (second) {
            Eventually.holds(
                    "ready", Duration.ofSeconds(30), () -> second.printed().contains("varve ready"));
            assertThat(recovery).as(second.tail()).isNotDone();
            try (VarveClient client = second.client()) {
                assertThat(consumeAndCommit(client, 10)).containsExactlyElementsOf(texts(0, 10));
            }
        }
    }

    @Test
    void aSecondServerOnTheSameDirectoryIsRefusedAndTheFirstGoesOn() throws Exception {
        try (ServerProcess first = ServerProcess.start(ServerSettings.in(directory));
                ServerProcess second = ServerProcess.launch(first.settings())) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.printed()).isEmpty();
            assertThat(second.complaints())
                    .hasLineCount(1)
                    .startsWith("varve: another varve (process ")
                    .contains("is running on " + directory.resolve("data"));

            assertThat(first.ports())
                    .containsEntry("native", first.address())
                    .containsEntry("http", "127.0.0.1:" + first.httpPort())
                    .containsKey("zookeeper");
            URI ready = URI.create("http://127.0.0.1:" + first.httpPort() + "/readyz");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    private static void produce(VarveClient client, int from, int to) {
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            CompletableFuture<?>[] sent = texts(from, to).stream()
                    .map(text -> producer.send(ProducerRecord.of(text).key(text)))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(sent).join();
        }
    }

    /** The next records of the group "billing", at least so many unless there are fewer; all of them committed. */
    private static List<String> consumeAndCommit(VarveClient client, int count) {
        List<String> texts = new ArrayList<>();
        try (StreamConsumer<String> consumer = client.newStreamConsumer(Schema.string())
                .group("billing")
                .topics("orders")
                .from(StartPosition.earliest())
                .maxPollRecords(10)
                .create()) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (texts.size() < count && System.nanoTime() < deadline) {
                for (ReceivedRecord<String> record : consumer.poll(Duration.ofSeconds(1))) {
                    texts.add(record.value());
                }
                consumer.commitSync();
            }
        }
        return texts;
    }

    private static long progress(VarveClient client) {
        GroupDescription group = client.admin().describeGroup("billing");
        return group.partitions().stream()
                .mapToLong(GroupPartition::committedOffset)
                .sum();
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj("%04d"::formatted).toList();
    }
}
