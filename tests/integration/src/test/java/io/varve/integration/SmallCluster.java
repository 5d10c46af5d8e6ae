/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import io.varve.client.VarveClient;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.server.local.ClusterFile;
import io.varve.server.local.ClusterSize;
import io.varve.server.local.LocalCluster;
import io.varve.server.local.LocalSettings;
import io.varve.zookeeper.ZooKeeperConfig;
import io.varve.zookeeper.ZooKeeperMetadataStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two brokers, three bookies and a ZooKeeper server, each a process of its own, with the keys that {@code varve cluster local} sets. */
final class SmallCluster implements AutoCloseable {
    private static final int SHARDS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LocalCluster cluster;
    private final ClusterFile file;

    private SmallCluster(LocalCluster cluster, ClusterFile file) {
        this.cluster = cluster;
        this.file = file;
    }

    /** Starts one in an empty directory, and returns when every shard is served. */
    static SmallCluster start(Path directory) throws IOException {
        LocalSettings settings = new LocalSettings(
                directory, new ClusterSize(2, 3, 1), OptionalInt.empty(), OptionalInt.empty(), Map.of(), Set.of());
        PrintWriter told =
                new PrintWriter(Files.newBufferedWriter(directory.resolve("told.txt"), StandardCharsets.UTF_8), true);
        LocalCluster cluster = new LocalCluster(settings, SmallCluster::create, told);
        return new SmallCluster(cluster, ClusterFile.read(directory).orElseThrow());
    }

    private static void create(String zooKeeper) {
        ShardClass three = new ShardClass(ShardClass.DEFAULT_POOL, 3, 3, 2);
        try (ZooKeeperMetadataStore store = ZooKeeperMetadataStore.connect(ZooKeeperConfig.of(zooKeeper))) {
            new ClusterInit(store, Clock.systemUTC())
                    .create(List.of(ShardSet.ofFirst(SHARDS, ShardSet.DEFAULT, three)))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the cluster can't be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the cluster was created", e);
        }
    }

    /** A client that knows both brokers. */
    VarveClient client() {
        return VarveClient.builder()
                .servers(address("broker-1") + "," + address("broker-2"))
                .build();
    }

    /** Where a broker takes clients, {@code host:port}. */
    String address(String broker) {
        return address(broker, "native");
    }

    /** What a broker says of itself by HTTP. */
    URI metrics(String broker) {
        return URI.create("http://" + address(broker, "http") + "/metrics");
    }

    private String address(String broker, String port) {
        ClusterFile.Entry process = file.processes().stream()
                .filter(entry -> entry.name().equals(broker))
                .findFirst()
                .orElseThrow();
        return "127.0.0.1:" + Objects.requireNonNull(process.ports().get(port));
    }

    /** SIGKILL; returns when the process is gone. */
    void kill(String name) throws Exception {
        boolean unused = ProcessHandle.of(cluster.pid(name)).orElseThrow().destroyForcibly();
        int code = cluster.ended(name).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (code != 128 + 9) {
            throw new AssertionError(name + " ended with " + code + " and not by SIGKILL");
        }
    }

    /** Starts a process that was killed, and returns when it takes requests. */
    void startAgain(String name) throws Exception {
        cluster.startAgain(name, Map.of()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Makes a process stand still (SIGSTOP) until {@link #goOn}. */
    void pause(String name) throws Exception {
        signal("STOP", name);
    }

    /** Ends a standstill (SIGCONT). */
    void goOn(String name) throws Exception {
        signal("CONT", name);
    }

    private void signal(String signal, String name) throws Exception {
        int code = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + cluster.pid(name))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError("can't send SIG" + signal + " to " + name);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
