/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.node;

import io.varve.bookkeeper.BookieConfig;
import io.varve.bookkeeper.BookieNode;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Entry point of a process that is one ZooKeeper server or one bookie, until it is killed: {@code zookeeper DIRECTORY}, or
 * {@code bookie DIRECTORY ID METADATA-URI GC-SECONDS}. It writes its address into the file {@code address} of its directory once
 * it serves.
 */
public final class NodeMain {
    /** The file that holds {@code host:port} of a node that serves. */
    public static final String ADDRESS = "address";

    private NodeMain() {}

    /** Runs the node. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "zookeeper" -> {
                ZooKeeperNode node = ZooKeeperNode.start(directory.resolve("zookeeper"), 0);
                announce(directory, node.connectString());
            }
            case "bookie" -> {
                BookieNode node =
                        BookieNode.start(BookieConfig.of(arguments[2], directory.resolve(arguments[2]), arguments[3])
                                .withGcInterval(Duration.ofSeconds(Long.parseLong(arguments[4]))));
                announce(directory, "127.0.0.1:" + node.port());
            }
            default -> throw new IllegalArgumentException("zookeeper or bookie, not " + arguments[0]);
        }
        // Not every node has a thread that keeps the process.
        Thread.currentThread().join();
    }

    private static void announce(Path directory, String address) throws IOException {
        Path draft = Files.writeString(directory.resolve(ADDRESS + ".draft"), address);
        Files.move(draft, directory.resolve(ADDRESS), StandardCopyOption.ATOMIC_MOVE);
    }
}
