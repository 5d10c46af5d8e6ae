/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.server.local.ClusterFile;
import io.varve.server.local.ClusterSize;
import io.varve.server.local.LocalSettings;
import io.varve.server.node.StartRefused;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LocalServersTest {
    private static final ClusterSize SIZE = new ClusterSize(2, 3, 1);
    private static final ClusterCreation FOUR_SHARDS = new ClusterCreation(4, 3);

    private final StringWriter out = new StringWriter();

    @Test
    @Timeout(240)
    void aClusterOfProcessesLosesOneAndStartsAgainWhereItWas(@TempDir Path data) throws Exception {
        ClusterFile first;
        String addresses;
        try (LocalServers servers = start(data)) {
            first = ClusterFile.read(data).orElseThrow();
            addresses = Objects.requireNonNull(servers.addresses().get("native"));
            assertThat(first.processes())
                    .extracting(ClusterFile.Entry::name)
                    .containsExactly("zookeeper-1", "bookie-1", "bookie-2", "bookie-3", "broker-1", "broker-2");
            assertThat(first.processes()).allMatch(LocalServersTest::isAlive);
            assertThat(first.processes()).allSatisfy(LocalServersTest::logsIntoItsFileAlone);
            assertThat(out.toString().lines()).hasSize(7).first().asString().startsWith("PROCESS");
            try (VarveClient client = VarveClient.builder().servers(addresses).build()) {
                client.admin().createTopic(NewTopic.of("orders", 4));
                publish(client, 0);
            }

            ClusterFile.Entry bookie = process(first, "bookie-2");
            boolean unused = ProcessHandle.of(bookie.pid()).orElseThrow().destroyForcibly();

            Eventually.holds("the loss is told", Duration.ofSeconds(20), () -> out.toString()
                    .contains("bookie-2 (process " + bookie.pid() + ") ended with 137; its log: "));
        }
        assertThat(first.processes()).noneMatch(LocalServersTest::isAlive);
        assertThat(ClusterFile.read(data).orElseThrow().processes()).allMatch(process -> process.pid() == 0);

        try (LocalServers again = start(data)) {
            assertThat(again.addresses().get("native")).isEqualTo(addresses);
            ClusterFile second = ClusterFile.read(data).orElseThrow();
            for (ClusterFile.Entry process : second.processes()) {
                assertThat(process.ports())
                        .isEqualTo(process(first, process.name()).ports());
            }
            try (VarveClient client = VarveClient.builder().servers(addresses).build()) {
                publish(client, 1);
                assertThat(read(client, 200)).hasSize(200).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void fewerBookiesThanCopiesAreRefused(@TempDir Path data) {
        LocalSettings settings = settings(data, new ClusterSize(1, 2, 1));

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> new LocalServers(settings, FOUR_SHARDS, new PrintWriter(out)))
                .withMessage("a cluster with 3 copies of each record needs as many bookies, not 2");
        assertThat(data).isEmptyDirectory();
    }

    private LocalServers start(Path data) throws Exception {
        return new LocalServers(settings(data, SIZE), FOUR_SHARDS, new PrintWriter(out, true));
    }

    private static LocalSettings settings(Path data, ClusterSize size) {
        return new LocalSettings(data, size, OptionalInt.empty(), OptionalInt.empty(), Map.of(), Set.of());
    }

    private static ClusterFile.Entry process(ClusterFile file, String name) {
        return file.processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isAlive(ClusterFile.Entry process) {
        return ProcessHandle.of(process.pid()).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void logsIntoItsFileAlone(ClusterFile.Entry process) {
        assertThat(Path.of(process.log())).isNotEmptyFile();
        assertThat(Path.of(process.directory(), "console.log")).isEmptyFile();
    }

    private static void publish(VarveClient client, int round) {
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            for (int i = 0; i < 100; i++) {
                producer.send(ProducerRecord.of(round + "-" + i).partition(i % 4))
                        .join();
            }
        }
    }

    private static List<String> read(VarveClient client, int count) {
        List<String> values = new ArrayList<>();
        try (Reader<String> reader = client.newReader(Schema.string())
                .topic("orders")
                .from(StartPosition.earliest())
                .create()) {
            while (values.size() < count) {
                for (ReceivedRecord<String> record : reader.poll(Duration.ofSeconds(10))) {
                    values.add(String.valueOf(record.value()));
                }
            }
        }
        return values;
    }
}
