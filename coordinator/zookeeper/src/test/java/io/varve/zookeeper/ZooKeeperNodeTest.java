/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.varve.metadata.MetadataStore.SessionState;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZooKeeperNodeTest {
    private static final byte[] BYTES = "bytes".getBytes(UTF_8);

    @TempDir
    private Path directory;

    private static Optional<Versioned> read(String connectString, String path) throws Exception {
        try (ZooKeeperMetadataStore store = ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(connectString))) {
            return store.get(path).get(20, TimeUnit.SECONDS);
        }
    }

    private static void write(String connectString, String path) throws Exception {
        try (ZooKeeperMetadataStore store = ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(connectString))) {
            store.create(path, BYTES).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void restartKeepsPortAndNodes() throws Exception {
        int port;
        try (ZooKeeperNode node = ZooKeeperNode.start(directory, 0)) {
            port = node.port();
            write(node.connectString(), "/kept");
        }
        try (ZooKeeperNode node = ZooKeeperNode.start(directory, 0)) {
            assertThat(node.port()).isEqualTo(port);
            assertThat(read(node.connectString(), "/kept").map(Versioned::bytes))
                    .contains(BYTES);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(file -> file.toString().endsWith(".properties")))
                    .hasSize(1);
        }
    }

    @Test
    void sessionOutlivesARestartOfTheServer() throws Exception {
        ZooKeeperNode first = ZooKeeperNode.start(directory, 0);
        BlockingQueue<SessionState> states = new LinkedBlockingQueue<>();
        try (ZooKeeperMetadataStore store = ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(first.connectString()))) {
            store.register("/brokers/me", BYTES).get(20, TimeUnit.SECONDS);
            store.onSession(states::add);
            first.close();
            SessionState state = SessionState.CONNECTED;
            while (state == SessionState.CONNECTED) {
                state = Objects.requireNonNull(states.poll(20, TimeUnit.SECONDS));
            }
            assertThat(state).isEqualTo(SessionState.SUSPENDED);
            CompletableFuture<Optional<Versioned>> read = store.get("/brokers/me");
            try (ZooKeeperNode second = ZooKeeperNode.start(directory, 0)) {
                assertThat(second.port()).isEqualTo(first.port());
                assertThat(read.get(20, TimeUnit.SECONDS)).isPresent();
                assertThat(read(second.connectString(), "/brokers/me")).isPresent();
            }
        }
    }

    @Test
    void takesAnotherPortWhenTheLastOneIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(directory.resolve("port"), taken.getLocalPort() + "\n");
            try (ZooKeeperNode node = ZooKeeperNode.start(directory, 0)) {
                assertThat(node.port()).isNotEqualTo(taken.getLocalPort());
            }
        }
    }

    @Test
    void refusesToStartOnAPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> ZooKeeperNode.start(directory, taken.getLocalPort()))
                    .withMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void answersFourLetterWords() throws Exception {
        try (ZooKeeperNode node = ZooKeeperNode.start(directory, 0);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.getOutputStream().write("ruok".getBytes(UTF_8));
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo("imok".getBytes(UTF_8));
        }
    }

    @Test
    void tellsItsModeAndItsTime() throws Exception {
        String address;
        try (ZooKeeperNode node = ZooKeeperNode.start(directory, 0)) {
            address = node.connectString();
            write(address, "/cluster");

            assertThat(ZooKeeperHealth.ask(address, Duration.ofSeconds(10)).mode())
                    .isEqualTo("standalone");
            try (ZooKeeperMetadataStore store = ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(address))) {
                assertThat(store.time().get(20, TimeUnit.SECONDS))
                        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
            }
        }
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> ZooKeeperHealth.ask(address, Duration.ofSeconds(10)))
                .withMessageStartingWith(address + " doesn't answer");
    }

    @Test
    void whatWasAnsweredSurvivesSigkill() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String connectString = output.lines()
                    .filter(line -> line.startsWith(Child.SERVING))
                    .findFirst()
                    .orElseThrow()
                    .substring(Child.SERVING.length());
            for (int i = 0; i < 20; i++) {
                write(connectString, "/kept/" + i);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (ZooKeeperNode node = ZooKeeperNode.start(directory, 0)) {
            for (int i = 0; i < 20; i++) {
                assertThat(read(node.connectString(), "/kept/" + i)).isPresent();
            }
        }
    }

    /** Serves until it is killed; a line of its output says where. */
    static final class Child {
        private static final String SERVING = "serving ";

        public static void main(String[] arguments) throws IOException {
            System.out.println(
                    SERVING + ZooKeeperNode.start(Path.of(arguments[0]), 0).connectString());
        }
    }
}
