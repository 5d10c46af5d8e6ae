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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Apache Pulsar: broker, metadata in RocksDB and three bookies in one process. */
public final class PulsarStandalone implements SystemRecipe {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int FLUSH_SECONDS = 60;

    /** Bookies write what they hold so often, and nobody can see it coming; throughput hardly feels it, times do. */
    private static final Rest REST = new Rest(Duration.ZERO, Duration.ofSeconds(FLUSH_SECONDS + 1));

    /**
     * The memory that Pulsar's own start script gives a server, and its other options but for the garbage collector: its ZGC was no
     * better on two processors, and worse at the median, see docs/benchmarks.md.
     */
    private static final List<String> JVM = Stream.concat(
                    Stream.of(
                            "-Xms2g",
                            "-Xmx2g",
                            "-XX:MaxDirectMemorySize=4g",
                            "-XX:+UseG1GC",
                            "-XX:+PerfDisableSharedMem",
                            "-XX:+AlwaysPreTouch",
                            "-Dpulsar.allocator.exit_on_oom=true",
                            "-Dio.netty.recycler.maxCapacityPerThread=4096",
                            "-Dio.netty.tryReflectionSetAccessible=true"),
                    Stream.of(
                                    "java.base/java.util.zip",
                                    "java.base/java.nio",
                                    "java.base/jdk.internal.misc",
                                    "java.base/sun.net",
                                    "java.management/sun.management",
                                    "jdk.management/com.sun.management.internal",
                                    "java.base/jdk.internal.platform",
                                    "java.base/java.lang",
                                    "java.base/java.io")
                            .map(packageName -> "--add-opens=" + packageName + "=ALL-UNNAMED"))
            .toList();

    private final String name;
    private final PeerClassPath classPath;

    private PulsarStandalone(String name, PeerClassPath classPath) {
        this.name = name;
        this.classPath = classPath;
    }

    /** Fetches the software if it isn't there. */
    public static PulsarStandalone of(String name, Checkout checkout) throws IOException, InterruptedException {
        return new PulsarStandalone(name, PeerClassPath.of("pulsar", checkout));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Pulsar, one process";
    }

    @Override
    public String version() {
        return classPath.version("pulsar-broker");
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = keys();
        settings.put("options", "--num-bookies 3 --no-functions-worker --no-stream-storage");
        settings.put("JVM", String.join(" ", JVM));
        return settings;
    }

    /** What differs from the {@code standalone.conf} that Pulsar ships. */
    private static Map<String, String> keys() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("managedLedgerDefaultEnsembleSize", "3");
        settings.put("managedLedgerDefaultWriteQuorum", "3");
        settings.put("managedLedgerDefaultAckQuorum", "2");
        settings.put("journalSyncData", "true");
        // Else each bookie keeps ten gigabytes of journals that nobody needs any more.
        settings.put("journalMaxBackups", "0");
        // Without them what was read back, or is read by nobody yet, goes.
        settings.put("defaultRetentionTimeInMinutes", "-1");
        settings.put("defaultRetentionSizeInMB", "-1");
        settings.put("brokerDeleteInactiveTopicsEnabled", "false");
        settings.put("webSocketServiceEnabled", "false");
        return settings;
    }

    /** The keys of the shipped {@code standalone.conf} that differ from the code's defaults, as far as they matter here. */
    private static Map<String, String> shipped() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("clusterName", "standalone");
        keys.put("loadManagerClassName", "org.apache.pulsar.broker.loadbalance.NoopLoadManager");
        keys.put("loadBalancerEnabled", "false");
        keys.put("managedLedgerDefaultMarkDeleteRateLimit", "0.1");
        keys.put("backlogQuotaDefaultLimitGB", "10");
        keys.put("ledgerStorageClass", "org.apache.bookkeeper.bookie.storage.ldb.DbLedgerStorage");
        keys.put("dbStorage_readAheadCacheBatchSize", "1000");
        keys.put("flushInterval", FLUSH_SECONDS + "000");
        keys.put("journalMaxGroupWaitMSec", "1");
        keys.put("nettyMaxFrameSizeBytes", "5253120");
        keys.put("diskUsageThreshold", "0.99");
        keys.put("diskUsageWarnThreshold", "0.99");
        keys.put("allowLoopback", "true");
        keys.put("gcWaitTime", "300000");
        return keys;
    }

    /** Pulsar ships a configuration that logs at INFO; here it shall only say what goes wrong. */
    private static Path logging(Path directory) throws IOException {
        return Files.writeString(directory.resolve("log4j2.xml"), """
                <Configuration status="WARN">
                    <Appenders>
                        <Console name="console">
                            <PatternLayout pattern="%d %-5p [%t] %c{1} %m%n"/>
                        </Console>
                    </Appenders>
                    <Loggers>
                        <Root level="WARN">
                            <AppenderRef ref="console"/>
                        </Root>
                    </Loggers>
                </Configuration>
                """);
    }

    @Override
    public RunningSystem start(Path directory) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        List<Integer> ports = FreePorts.find(2);
        Map<String, String> keys = new LinkedHashMap<>(shipped());
        keys.putAll(keys());
        keys.put("brokerServicePort", Integer.toString(ports.get(0)));
        keys.put("webServicePort", Integer.toString(ports.get(1)));
        keys.put("bindAddress", "127.0.0.1");
        keys.put("advertisedAddress", "127.0.0.1");
        Path configuration = directory.resolve("standalone.conf");
        Files.writeString(
                configuration,
                keys.entrySet().stream()
                        .map(key -> key.getKey() + "=" + key.getValue() + "\n")
                        .collect(Collectors.joining()));
        List<String> options = new ArrayList<>(JVM);
        options.add("-Dlog4j2.configurationFile=" + logging(directory));
        List<String> arguments = new ArrayList<>(List.of("--config", configuration.toString()));
        arguments.addAll(List.of("--num-bookies", "3", "--bookkeeper-port", "0"));
        arguments.addAll(List.of("--metadata-dir", data.resolve("metadata").toString()));
        arguments.addAll(List.of("--bookkeeper-dir", data.resolve("bookkeeper").toString()));
        arguments.addAll(List.of("--no-functions-worker", "--no-stream-storage"));
        try (Starting starting = new Starting(directory)) {
            ChildProcess process = starting.process(
                    "pulsar",
                    Java.command(options, classPath.option(), "org.apache.pulsar.PulsarStandaloneStarter", arguments),
                    Map.of());
            String web = "http://127.0.0.1:" + ports.get(1);
            // Ready is who has the namespace that topics go to.
            HttpRequest namespaces = HttpRequest.newBuilder(URI.create(web + "/admin/v2/namespaces/public"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            HttpClient http = HttpClient.newHttpClient();
            Patience.await(
                    "Pulsar ready",
                    PATIENCE,
                    () -> http.send(namespaces, BodyHandlers.ofString()).body().contains("public/default"),
                    process);
            return starting.complete(data, Map.of("pulsar", "pulsar://127.0.0.1:" + ports.get(0) + "," + web), REST);
        }
    }
}
