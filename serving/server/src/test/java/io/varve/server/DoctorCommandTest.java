/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bookkeeper.LocalBookies;
import io.varve.metadata.MetadataStore;
import io.varve.server.doctor.Finding;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DoctorCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path dir;

    private ZooKeeperNode zooKeeper;

    @BeforeEach
    void start() throws IOException {
        zooKeeper = ZooKeeperNode.start(dir.resolve("zookeeper"), 0);
    }

    @AfterEach
    void stop() {
        zooKeeper.close();
    }

    @Test
    void allIsGoodWhereABrokerCouldStart() {
        try (MetadataStore metadata = Connections.metadata(zooKeeper.connectString())) {
            var unused = new ClusterCreation(4, 1).create(metadata, zooKeeper.connectString());
        }
        try (LocalBookies bookies =
                LocalBookies.start(dir, 1, Connections.ledgersUri(zooKeeper.connectString()), Duration.ofMinutes(10))) {
            assertThat(bookies.nodes()).hasSize(1);

            assertThat(run(
                            "--object-store",
                            "file:" + dir.resolve("objects"),
                            "--set",
                            "native.total-bytes=64MiB",
                            "--set",
                            "native.send-bytes=16MiB",
                            "--set",
                            "cold.cache-bytes=16MiB",
                            "--set",
                            "reads.tail-bytes=16MiB"))
                    .as(out.toString())
                    .isZero();
        }
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("ok +configuration +\\d+ keys"))
                .anyMatch(line -> line.matches("ok +data +.* has \\d+.iB left"))
                .anyMatch(line -> line.matches("ok +port +native\\.port=0 .*"))
                .anyMatch(line -> line.matches("ok +open files +.*"))
                .anyMatch(line -> line.matches("ok +memory +.*"))
                .anyMatch(line -> line.matches("ok +objects +file:.* answers"))
                .anyMatch(line -> line.matches("ok +zookeeper +.* is standalone, answers in [0-9.]+ ms"))
                .anyMatch(line -> line.matches("ok +cluster +[0-9a-f-]{36}, 4 shards"))
                .anyMatch(line -> line.matches("ok +clock +differs by \\d+ ms .*"))
                .anyMatch(line -> line.matches("ok +bookies +1 can be written, 1 make all copies of a record"))
                .allMatch(line -> line.startsWith("ok "));
    }

    @Test
    void whatIsMissingIsSaidWithWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = Files.createFile(dir.resolve("file"));
            assertThat(run(
                            "--data",
                            file.resolve("data").toString(),
                            "--http-port",
                            Integer.toString(taken.getLocalPort()),
                            "--set",
                            "native.total-bytes=64GiB"))
                    .isEqualTo(1);
        }
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("bad +data +.* can't be written; set data\\.dir.*"))
                .anyMatch(line -> line.matches("bad +port +http\\.port=\\d+ .* can't be used: .*; stop who has it.*"))
                .anyMatch(line -> line.matches("bad +memory +.*VARVE_JAVA_OPTS=-XX:MaxDirectMemorySize=.*"))
                .anyMatch(line -> line.matches("skipped +objects +.*"))
                .anyMatch(line -> line.matches("bad +cluster +there is none; create it, once: varve cluster init .*"));
    }

    @Test
    void aZooKeeperServerThatIsAwayIsNamedWithWhatToDo() throws IOException {
        String away;
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            away = "127.0.0.1:" + once.getLocalPort();
        }
        assertThat(new ClusterChecks(zooKeeper.connectString() + "," + away).run())
                .filteredOn(finding -> finding.check().equals("zookeeper"))
                .extracting(Finding::text)
                .satisfiesExactly(here -> assertThat(here).contains("is standalone"), there -> assertThat(there)
                        .startsWith(away + " doesn't answer: ")
                        .contains("; start it"));
    }

    @Test
    void anObjectStoreThatFailsIsNamedWithWhatToDo() throws IOException {
        Path file = Files.createFile(dir.resolve("no-directory"));
        assertThat(run("--object-store", "file:" + file)).isEqualTo(1);
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("bad +objects +.*; check bucket or directory, .*"));
    }

    @Test
    void bookiesThatNeverStartedAreAskedFor() {
        try (MetadataStore metadata = Connections.metadata(zooKeeper.connectString())) {
            var unused = new ClusterCreation(4, 3).create(metadata, zooKeeper.connectString());
        }

        assertThat(run()).isEqualTo(1);
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("bad +bookies +no bookie has ever .*; start 3"));
    }

    @Test
    void aConfigurationThatIsNoneIsBad() {
        assertThat(run("--set", "native.prot=1")).isEqualTo(1);
        assertThat(out.toString()).matches("bad +configuration +unknown key native\\.prot .*\\R");
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("doctor", "--port", "0", "--set", "cluster.zookeeper=" + zooKeeper.connectString()));
        if (!List.of(options).contains("--http-port")) {
            arguments.addAll(List.of("--http-port", "0"));
        }
        if (!List.of(options).contains("--data")) {
            arguments.addAll(List.of("--data", dir.resolve("data").toString()));
        }
        arguments.addAll(List.of(options));
        return Main.run(arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
