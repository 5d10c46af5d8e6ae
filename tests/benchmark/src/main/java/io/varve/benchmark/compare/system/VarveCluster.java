/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.system;

import io.varve.benchmark.compare.node.NodeMain;
import io.varve.benchmark.compare.peer.Checkout;
import io.varve.benchmark.compare.process.ChildProcess;
import io.varve.benchmark.compare.process.Java;
import io.varve.benchmark.compare.process.Patience;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A broker, three bookies and ZooKeeper, each a process, beside Kafka's three. */
public final class VarveCluster implements SystemRecipe {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int BOOKIES = 3;
    /** As many as a standalone server has. */
    private static final int SHARDS = 8;

    private static final List<String> BOOKIE_JVM = List.of(
            "-Xms128m",
            "-Xmx256m",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:+UseG1GC",
            "--add-opens=java.base/java.io=ALL-UNNAMED");
    private static final List<String> ZOOKEEPER_JVM = List.of("-Xmx128m", "-XX:+UseSerialGC");
    private static final String LOGGING = "-Dlogback.configurationFile=varve-logback.xml";

    private final String name;
    private final Checkout checkout;
    private final String version;
    private final VarveOptions options;

    /** @param name short, for tables */
    public VarveCluster(String name, Checkout checkout, boolean tieringPaused) throws IOException {
        this.name = name;
        this.checkout = checkout;
        this.version = checkout.commit();
        this.options = new VarveOptions(tieringPaused);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Varve, broker, 3 bookies and ZooKeeper" + options.titleSuffix();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(options.keys());
        settings.put("shards", Integer.toString(SHARDS));
        settings.put("bookies' interval of freeing space", VarveOptions.GC_SECONDS + "s");
        settings.put("bookie JVM", String.join(" ", BOOKIE_JVM));
        settings.put("ZooKeeper JVM", String.join(" ", ZOOKEEPER_JVM));
        return settings;
    }

    @Override
    public RunningSystem start(Path directory) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        try (Starting starting = new Starting(directory)) {
            String zooKeeper = node(starting, data, "zookeeper", ZOOKEEPER_JVM, List.of());
            starting.run(
                    "init",
                    List.of(
                            checkout.launcher().toString(),
                            "cluster",
                            "init",
                            "--shards",
                            Integer.toString(SHARDS),
                            "--metadata",
                            "zk://" + zooKeeper),
                    Map.of("JAVA_HOME", System.getProperty("java.home")),
                    PATIENCE);
            String ledgers = "zk+hierarchical://" + zooKeeper + "/ledgers";
            for (int i = 1; i <= BOOKIES; i++) {
                String id = "bookie-" + i;
                node(starting, data, id, BOOKIE_JVM, List.of(id, ledgers, Integer.toString(VarveOptions.GC_SECONDS)));
            }
            Map<String, String> broker = broker(starting, data, zooKeeper);
            return starting.complete(
                    data,
                    Map.of(
                            "varve",
                            VarveStandalone.port(broker, "native"),
                            "varve-http",
                            VarveStandalone.port(broker, "http"),
                            "bookkeeper",
                            zooKeeper),
                    options.rest());
        }
    }

    private String node(Starting starting, Path data, String node, List<String> jvm, List<String> arguments)
            throws IOException {
        Path directory = Files.createDirectories(data.resolve(node));
        List<String> options = new ArrayList<>(jvm);
        options.addAll(List.of(LOGGING, "-Dvarve.logs=" + directory));
        List<String> all = new ArrayList<>(List.of(arguments.isEmpty() ? "zookeeper" : "bookie", directory.toString()));
        all.addAll(arguments);
        // The server's libraries are all that a node needs; ours have another backend for logs.
        String classPath = checkout.serverJar() + File.pathSeparator + checkout.benchmarkClasses();
        ChildProcess process =
                starting.process(node, Java.command(options, classPath, NodeMain.class.getName(), all), Map.of());
        Path address = directory.resolve(NodeMain.ADDRESS);
        Patience.await(node + " ready", PATIENCE, () -> Files.exists(address), process);
        return Files.readString(address);
    }

    /** Starts it and returns its addresses. */
    private Map<String, String> broker(Starting starting, Path data, String zooKeeper) throws IOException {
        Path directory = data.resolve("broker");
        Map<String, String> keys = new LinkedHashMap<>(options.keys());
        keys.put("cluster.zookeeper", zooKeeper);
        keys.put("broker.id", "broker-1");
        List<String> command = new ArrayList<>(List.of(checkout.launcher().toString(), "broker"));
        command.addAll(List.of("--data", directory.toString(), "--port", "0", "--http-port", "0"));
        command.addAll(List.of("--object-store", "file:" + data.resolve("objects")));
        command.addAll(VarveOptions.arguments(keys));
        ChildProcess process =
                starting.process("broker", command, Map.of("JAVA_HOME", System.getProperty("java.home")));
        Path portsFile = directory.resolve("varve.ports");
        Patience.await("broker ready", PATIENCE, () -> Files.exists(portsFile), process);
        Map<String, String> ports = VarveStandalone.ports(Files.readString(portsFile));
        HttpRequest ready = HttpRequest.newBuilder(
                        URI.create("http://" + VarveStandalone.port(ports, "http") + "/readyz"))
                .build();
        HttpClient http = HttpClient.newHttpClient();
        Patience.await(
                "all shards served",
                PATIENCE,
                () -> http.send(ready, BodyHandlers.discarding()).statusCode() == 200,
                process);
        return ports;
    }
}
