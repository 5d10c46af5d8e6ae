/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bookkeeper.BookieConfig;
import io.varve.bookkeeper.BookieNode;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterInitCommandTest {
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
    void aClusterIsCreatedOnce() {
        String uri = "zk://" + zooKeeper.connectString();

        assertThat(run("--metadata", uri, "--shards", "8")).isZero();
        assertThat(out.toString()).matches("created cluster [0-9a-f-]{36}: 8 shards, copies 3\\R");
        String id = out.toString().split(" ")[2].replace(":", "");

        assertThat(run("--metadata", uri, "--shards", "64")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("varve: ZooKeeper at " + zooKeeper.connectString() + " holds cluster " + id
                        + " already, of 8 shards; a cluster is initialised once");
    }

    @Test
    void aZooKeeperWithSomebodyElsesLedgersIsRefused() {
        BookieNode.start(BookieConfig.of(
                        "theirs", dir.resolve("theirs"), Connections.ledgersUri(zooKeeper.connectString())))
                .close();

        assertThat(run("--metadata", zooKeeper.connectString())).isEqualTo(1);
        assertThat(err.toString()).contains("holds no cluster, but ledgers of somebody else's BookKeeper at /ledgers");
    }

    @Test
    void impossibleNumbersAreUsageErrors() {
        assertThat(run("--metadata", zooKeeper.connectString(), "--copies", "2"))
                .isEqualTo(2);
        assertThat(run("--metadata", zooKeeper.connectString(), "--shards", "0"))
                .isEqualTo(2);
        assertThat(run("--metadata", "zk://nowhere")).isEqualTo(2);

        assertThat(err.toString())
                .contains("copies must be 1 or 3, not 2")
                .contains("shards must be 1 to 4096, not 0")
                .contains("--metadata: ZooKeeper connect string is \"nowhere\"");
    }

    @Test
    void aZooKeeperThatDoesNotAnswerIsNamed() {
        String address = zooKeeper.connectString();
        zooKeeper.close();

        assertThat(run("--metadata", "zk://" + address)).isEqualTo(1);
        assertThat(err.toString()).startsWith("varve: no connection to ZooKeeper at " + address);
    }

    private int run(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "cluster";
        arguments[1] = "init";
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
