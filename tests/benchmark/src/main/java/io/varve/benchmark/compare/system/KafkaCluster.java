/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.system;

import io.varve.benchmark.compare.peer.Checkout;
import io.varve.benchmark.compare.peer.PeerClassPath;
import io.varve.benchmark.compare.process.ChildProcess;
import io.varve.benchmark.compare.process.FreePorts;
import io.varve.benchmark.compare.process.Java;
import io.varve.benchmark.compare.process.Patience;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * Apache Kafka: three servers, each broker and controller, and three copies. With {@code acks=all} all replicas that are in sync,
 * here three, have a record before it is answered; with {@code min.insync.replicas=2} it goes on with two.
 */
public final class KafkaCluster implements SystemRecipe {
    private static final int NODES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What Kafka's own start script gives a broker. */
    private static final List<String> JVM = List.of(
            "-Xmx1G",
            "-Xms1G",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:InitiatingHeapOccupancyPercent=35",
            "-XX:+ExplicitGCInvokesConcurrent",
            "-Djava.awt.headless=true");

    private static final String LOGGING = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn";

    private final String name;
    private final boolean syncsEachWrite;
    private final PeerClassPath classPath;

    private KafkaCluster(String name, boolean syncsEachWrite, PeerClassPath classPath) {
        this.name = name;
        this.syncsEachWrite = syncsEachWrite;
        this.classPath = classPath;
    }

    /**
     * Fetches the software if it isn't there.
     *
     * @param syncsEachWrite whether what was written is forced to the disk before it is acknowledged; Kafka's default is that it
     *     isn't
     */
    public static KafkaCluster of(String name, Checkout checkout, boolean syncsEachWrite)
            throws IOException, InterruptedException {
        return new KafkaCluster(name, syncsEachWrite, PeerClassPath.of("kafka", checkout));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Kafka, 3 processes, " + (syncsEachWrite ? "flush.messages=1" : "no fsync");
    }

    @Override
    public String version() {
        return classPath.version("kafka_2.13");
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = keys();
        settings.put("JVM", String.join(" ", JVM));
        return settings;
    }

    private Map<String, String> keys() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("default.replication.factor", "3");
        settings.put("min.insync.replicas", "2");
        settings.put("offsets.topic.replication.factor", "3");
        settings.put("auto.create.topics.enable", "false");
        // What Kafka's own server.properties says; else the first poll of each group waits 3 s for company.
        settings.put("group.initial.rebalance.delay.ms", "0");
        if (syncsEachWrite) {
            settings.put("log.flush.interval.messages", "1");
        }
        return settings;
    }

    @Override
    public RunningSystem start(Path directory) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        List<Integer> ports = FreePorts.find(2 * NODES);
        String clusterId = Uuid.randomUuid().toString();
        try (Starting starting = new Starting(directory)) {
            List<Path> configurations = new ArrayList<>();
            List<ChildProcess> formats = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                Path configuration = directory.resolve("server-" + (i + 1) + ".properties");
                Files.writeString(configuration, properties(i, ports, data));
                configurations.add(configuration);
                formats.add(format(directory, i, configuration, clusterId));
            }
            awaitEnd(formats);
            ChildProcess last = null;
            for (int i = 0; i < NODES; i++) {
                List<String> options = new ArrayList<>(JVM);
                options.add(LOGGING);
                List<String> arguments = List.of(configurations.get(i).toString());
                last = starting.process(
                        "kafka-" + (i + 1),
                        Java.command(options, classPath.option(), "kafka.Kafka", arguments),
                        Map.of());
            }
            if (last == null) {
                throw new IllegalStateException("no nodes");
            }
            String servers = IntStream.range(0, NODES)
                    .mapToObj(i -> "127.0.0.1:" + ports.get(i))
                    .collect(Collectors.joining(","));
            awaitNodes(servers, last);
            return starting.complete(data, Map.of("kafka", servers));
        }
    }

    private ChildProcess format(Path directory, int node, Path configuration, String clusterId) throws IOException {
        List<String> arguments = List.of("format", "-t", clusterId, "-c", configuration.toString());
        return ChildProcess.start(
                "format of node " + (node + 1),
                Java.command(List.of("-Xmx128m", LOGGING), classPath.option(), "kafka.tools.StorageTool", arguments),
                directory,
                Map.of(),
                directory.resolve("format-" + (node + 1) + ".log"));
    }

    private static void awaitEnd(List<ChildProcess> formats) throws IOException {
        try {
            for (ChildProcess format : formats) {
                if (format.exitCode(PATIENCE) != 0) {
                    throw new IOException("Kafka's directory isn't formatted: " + format.tail());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            formats.forEach(ChildProcess::close);
        }
    }

    private static void awaitNodes(String servers, ChildProcess process) throws IOException {
        // Quiet until somebody answers, which is what is waited for.
        Patience.await("a listening broker", PATIENCE, () -> isListening(servers), process);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            Patience.await(
                    "three brokers",
                    PATIENCE,
                    () -> admin.describeCluster().nodes().get().size() == NODES,
                    process);
        }
    }

    private static boolean isListening(String servers) throws IOException {
        for (String server : servers.split(",")) {
            String[] address = server.split(":");
            new Socket(address[0], Integer.parseInt(address[1])).close();
        }
        return true;
    }

    private String properties(int node, List<Integer> ports, Path data) {
        Map<String, String> keys = keys();
        keys.put("node.id", Integer.toString(node + 1));
        keys.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + ports.get(node) + ",CONTROLLER://127.0.0.1:" + ports.get(NODES + node));
        keys.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + ports.get(node));
        keys.put("controller.listener.names", "CONTROLLER");
        keys.put(
                "controller.quorum.voters",
                IntStream.range(0, NODES)
                        .mapToObj(i -> (i + 1) + "@127.0.0.1:" + ports.get(NODES + i))
                        .collect(Collectors.joining(",")));
        keys.put("log.dirs", data.resolve("kafka-" + (node + 1)).toString());
        return keys.entrySet().stream()
                .map(key -> key.getKey() + "=" + key.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
