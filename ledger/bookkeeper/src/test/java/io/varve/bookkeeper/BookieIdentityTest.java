/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.protocol.error.StoreException;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that isn't this bookie's in this cluster is refused, in words. */
class BookieIdentityTest {
    @TempDir
    Path dir;

    private ZooKeeperNode zooKeeper;
    private BookieConfig config;

    @BeforeEach
    void start() throws IOException {
        zooKeeper = ZooKeeperNode.start(dir.resolve("zookeeper"), 0);
        config = BookieConfig.of("bookie-1", dir.resolve("bookie"), uri(zooKeeper));
        BookieNode.start(config).close();
    }

    @AfterEach
    void stop() {
        zooKeeper.close();
    }

    @Test
    void aBookieWhoseDiskWasWipedIsRefusedUnderItsOldId() throws IOException {
        delete(dir.resolve("bookie"));

        assertRefused(
                config,
                "the cluster counts on what bookie bookie-1 stored, and "
                        + dir.resolve("bookie").resolve("journal") + " holds nothing of it");
        BookieConfig renamed = BookieConfig.of("bookie-1b", dir.resolve("bookie"), uri(zooKeeper));
        try (BookieNode other = BookieNode.start(renamed)) {
            assertThat(other.isRunning()).isTrue();
        }
    }

    @Test
    void aBookieThatLostOneOfItsDisksIsRefused() throws IOException {
        Path ledgers = dir.resolve("bookie").resolve("ledgers");
        delete(ledgers);

        assertRefused(config, ledgers + " holds nothing of it");
    }

    @Test
    void theDirectoryOfAnotherBookieIsRefused() {
        assertRefused(
                BookieConfig.of("bookie-2", dir.resolve("bookie"), uri(zooKeeper)),
                dir.resolve("bookie").resolve("journal") + " is that of bookie bookie-1, not of bookie-2");
    }

    @Test
    void aBookieOfAnotherClusterIsRefused() throws IOException {
        try (ZooKeeperNode other = ZooKeeperNode.start(dir.resolve("zookeeper-2"), 0)) {
            BookieNode.start(BookieConfig.of("bookie-2", dir.resolve("bookie-2"), uri(other)))
                    .close();

            assertRefused(
                    BookieConfig.of("bookie-1", dir.resolve("bookie"), uri(other)),
                    "is that of a bookie of another cluster");
        }
    }

    @Test
    void aBookieThatTheClusterDoesNotKnowIsRefused() throws IOException {
        zooKeeper.close();
        delete(dir.resolve("zookeeper"));
        try (ZooKeeperNode emptied = ZooKeeperNode.start(dir.resolve("zookeeper"), 0)) {
            assertRefused(
                    BookieConfig.of("bookie-1", dir.resolve("bookie"), uri(emptied)),
                    "is that of a bookie of another cluster");
        }
    }

    private static void assertRefused(BookieConfig config, String reason) {
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> BookieNode.start(config))
                .withMessageStartingWith("bookie " + config.id() + " didn't start: ")
                .withMessageContaining(reason);
    }

    private static String uri(ZooKeeperNode zooKeeper) {
        return "zk+hierarchical://" + zooKeeper.connectString() + "/ledgers";
    }

    private static void delete(Path directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(directory)) {
            paths = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
