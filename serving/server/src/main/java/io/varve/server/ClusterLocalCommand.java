/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.server.config.Configuration;
import io.varve.server.config.Source;
import io.varve.server.local.ClusterSize;
import io.varve.server.local.LocalSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code varve cluster local}: a cluster of separate processes on this machine, until it is told to stop. */
@Command(
        name = "local",
        description = "Runs a whole cluster on this machine, each server a process of its own, and keeps its data.",
        footer = {
            "",
            "Prints a table of the processes and then, when every shard is served, one line: varve ready native=HOST:PORT,... "
                    + "http=HOST:PORT,... in N s. Numbers, ports and commands of the processes are in DIR/cluster.json. A "
                    + "process that ends is reported and not started again. Ctrl-C or SIGTERM stops all: brokers first, "
                    + "ZooKeeper last. Started again on the same directory it goes on, on the same ports.",
            "",
            "Example:",
            "  varve cluster local --brokers 3 --bookies 4 --zookeepers 3 --data varve-cluster"
        },
        mixinStandardHelpOptions = true)
final class ClusterLocalCommand implements Callable<Integer> {
    @Mixin
    private RoleOptions options = new RoleOptions();

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Brokers (default: ${DEFAULT-VALUE}).")
    private int brokers;

    @Option(
            names = "--bookies",
            paramLabel = "N",
            defaultValue = "4",
            description = "Bookies (default: ${DEFAULT-VALUE}).")
    private int bookies;

    @Option(
            names = "--zookeepers",
            paramLabel = "1|3|5|7",
            defaultValue = "3",
            description = "ZooKeeper servers (default: ${DEFAULT-VALUE}).")
    private int zooKeepers;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "64",
            description = "Shards of a new cluster, 1 to 4096 (default: ${DEFAULT-VALUE}).")
    private int shards;

    @Option(
            names = "--copies",
            paramLabel = "1|3",
            description = "Copies of each record in a new cluster (default: 3, or 1 with fewer bookies).")
    private @Nullable Integer copies;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Native port of the first broker; the next have the next.")
    private @Nullable Integer port;

    @Option(names = "--http-port", paramLabel = "N", description = "The same for HTTP.")
    private @Nullable Integer httpPort;

    @Option(
            names = "--object-store",
            paramLabel = "file:DIR|s3://BUCKET",
            description = "Where history goes (objects.store).")
    private @Nullable String objectStore;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, @Nullable String> shorts = new LinkedHashMap<>();
        shorts.put("objects.store", objectStore);
        Configuration configuration = options.load(shorts);
        ClusterSize size;
        ClusterCreation creation;
        try {
            size = new ClusterSize(brokers, bookies, zooKeepers);
            creation = new ClusterCreation(shards, copies != null ? copies : bookies < 3 ? 1 : 3);
            var unused = settings(configuration, Path.of(""), size);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        new ServerRun()
                .untilStopped(
                        configuration,
                        (loaded, data) -> new LocalServers(settings(loaded, data, size), creation, out),
                        out);
        return 0;
    }

    /** What was set for this command is handed to all processes. */
    private LocalSettings settings(Configuration configuration, Path data, ClusterSize size) {
        Map<String, String> keys = configuration.entries().stream()
                .filter(entry -> entry.source() != Source.DEFAULT)
                .collect(Collectors.toMap(entry -> entry.key().name(), Configuration.Entry::text));
        return new LocalSettings(
                data,
                size,
                optional(port),
                optional(httpPort),
                keys,
                configuration.entries().stream()
                        .map(entry -> entry.key().variable())
                        .collect(Collectors.toSet()));
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
