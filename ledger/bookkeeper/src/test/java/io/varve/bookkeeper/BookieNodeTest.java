/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static io.varve.log.TestLedgers.appendAll;
import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.readAll;
import static io.varve.log.TestLedgers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.log.LedgerReader;
import io.varve.log.LedgerSpec;
import io.varve.log.LedgerWriter;
import io.varve.log.Quorum;
import io.varve.protocol.error.StoreException;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BookieNodeTest {
    @TempDir
    Path dir;

    private ZooKeeperNode zooKeeper;
    private String metadataUri;

    @BeforeEach
    void start() throws IOException {
        zooKeeper = ZooKeeperNode.start(dir.resolve("zookeeper"), 0);
        metadataUri = "zk+hierarchical://" + zooKeeper.connectString() + "/ledgers";
    }

    @AfterEach
    void stop() {
        zooKeeper.close();
    }

    @Test
    @Timeout(40)
    void killedBookieReturnsAtOnceWithEverythingItAcknowledged() throws Exception {
        Path data = dir.resolve("bookie");
        Process process = startProcess(data);
        long ledgerId;
        try (BookKeeperLedgerStore store = BookKeeperLedgerStore.open(BookKeeperConfig.of(metadataUri))) {
            LedgerWriter writer = await(store.create(new LedgerSpec("cluster", 0, 1, 1, Quorum.ONE)));
            appendAll(writer, 0, 200);
            ledgerId = writer.ledgerId();
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (BookieNode again = BookieNode.start(BookieProcess.config(data, metadataUri));
                BookKeeperLedgerStore store = BookKeeperLedgerStore.open(BookKeeperConfig.of(metadataUri))) {
            assertThat(again.isRunning()).isTrue();
            assertThat(await(store.recover(ledgerId, 1)).lastEntry()).isEqualTo(199);
            try (LedgerReader reader = await(store.open(ledgerId))) {
                assertThat(readAll(reader, 0, 199)).isEqualTo(texts(0, 199));
            }
        }
    }

    @Test
    void directoryBelongsToOneBookieAtATime() {
        BookieConfig config = BookieConfig.of("bookie-1", dir.resolve("bookie"), metadataUri);
        try (BookieNode node = BookieNode.start(config)) {
            assertThatExceptionOfType(StoreException.Unavailable.class)
                    .isThrownBy(() -> BookieNode.start(config))
                    .withMessageContaining("another bookie runs in");
            assertThat(node.isRunning()).isTrue();
        }
        BookieNode.start(config).close();
    }

    @Test
    void bookieMovesWhenItsPortIsTaken() throws IOException {
        BookieConfig config = BookieConfig.of("bookie-1", dir.resolve("bookie"), metadataUri);
        BookieNode first = BookieNode.start(config);
        first.close();
        try (ServerSocket squatter = new ServerSocket(first.port(), 1, InetAddress.getLoopbackAddress());
                BookieNode second = BookieNode.start(config)) {
            assertThat(squatter.isBound()).isTrue();
            assertThat(second.port()).isNotEqualTo(first.port());
        }
    }

    @Test
    void storeCannotBeOpenedBeforeThereAreLedgers() {
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> BookKeeperLedgerStore.open(BookKeeperConfig.of(metadataUri)))
                .withMessageContaining("no bookie has ever been started");
    }

    @Test
    void unreachableZooKeeperIsSaid() {
        zooKeeper.close();
        BookKeeperConfig impatient = new BookKeeperConfig(
                metadataUri, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1);
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> BookKeeperLedgerStore.open(impatient))
                .withMessageContaining("ZooKeeper doesn't answer");
    }

    private Process startProcess(Path data) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        String logback = System.getProperty("logback.configurationFile");
        if (logback != null) {
            command.add("-Dlogback.configurationFile=" + logback);
        }
        command.addAll(List.of(BookieProcess.class.getName(), data.toString(), metadataUri));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.startsWith("port ")) {
            line = output.readLine();
        }
        assertThat(line).as("the bookie's first line").isNotNull();
        assertThat(process.isAlive()).isTrue();
        return process;
    }
}
