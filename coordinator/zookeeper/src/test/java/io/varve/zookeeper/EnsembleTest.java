/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EnsembleTest {
    private static final byte[] BYTES = "bytes".getBytes(UTF_8);

    @TempDir
    private Path directory;

    @Test
    @Timeout(120)
    void threeServersGoOnWithoutOneOfThemWhichCatchesUpLater() throws Exception {
        String servers = servers();
        List<ZooKeeperNode> nodes = new ArrayList<>();
        try {
            for (int id = 1; id <= 3; id++) {
                nodes.add(start(id, 0, servers));
            }
            String all = nodes.stream().map(ZooKeeperNode::connectString).collect(Collectors.joining(","));
            try (ZooKeeperMetadataStore store = connect(all)) {
                store.create("/before", BYTES).get(30, TimeUnit.SECONDS);

                int port = nodes.get(0).port();
                nodes.get(0).close();
                // A change whose reply is lost isn't repeated by the store; a read is, until it is connected again.
                store.get("/before").get(30, TimeUnit.SECONDS);
                store.create("/meanwhile", BYTES).get(30, TimeUnit.SECONDS);

                nodes.set(0, start(1, 0, servers));
                assertThat(nodes.get(0).port()).isEqualTo(port);
            }
            try (ZooKeeperMetadataStore first = connect(nodes.get(0).connectString())) {
                assertThat(first.get("/before").get(30, TimeUnit.SECONDS)).isPresent();
                assertThat(first.get("/meanwhile").get(30, TimeUnit.SECONDS)).isPresent();
            }
        } finally {
            nodes.forEach(ZooKeeperNode::close);
        }
    }

    @Test
    void theDirectoryOfAnotherServerIsRefused() throws Exception {
        Files.createDirectories(directory.resolve("1").resolve("data"));
        Files.writeString(directory.resolve("1").resolve("data").resolve("myid"), "2\n");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> start(1, 0, servers()))
                .withMessage(directory.resolve("1") + " is that of server 2 of an ensemble, not of server 1");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ZooKeeperNode.start(directory.resolve("1"), 0))
                .withMessage(directory.resolve("1") + " is that of server 2 of an ensemble, not of a server alone");
    }

    @Test
    void theDirectoryOfAServerThatWasAloneIsRefused() throws Exception {
        ZooKeeperNode.start(directory.resolve("1"), 0).close();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> start(1, 0, servers()))
                .withMessageContaining("is that of a server alone, not of server 1 of an ensemble");
    }

    @Test
    void aPortOfTheEnsembleThatOthersHaveIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String servers = servers().replaceFirst(":[0-9]+,", ":" + taken.getLocalPort() + ",");

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> start(1, 0, servers))
                    .withMessageContaining("port " + taken.getLocalPort());
        }
    }

    private ZooKeeperNode start(int id, int port, String servers) throws IOException {
        return ZooKeeperNode.start(
                directory.resolve(Integer.toString(id)), new ZooKeeperServerConfig("127.0.0.1", port, id, servers));
    }

    private static ZooKeeperMetadataStore connect(String servers) {
        return ZooKeeperMetadataStore.connect(
                new ZooKeeperConfig(servers, "/varve", Duration.ofSeconds(15), Duration.ofSeconds(30)));
    }

    private static String servers() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return IntStream.range(0, 3)
                    .mapToObj(i -> "127.0.0.1:" + sockets.get(2 * i).getLocalPort() + ":"
                            + sockets.get(2 * i + 1).getLocalPort())
                    .collect(Collectors.joining(","));
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
