/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.system;

import io.varve.benchmark.compare.peer.Checkout;
import io.varve.benchmark.compare.process.ChildProcess;
import io.varve.benchmark.compare.process.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code varve standalone --bookies 3}: the whole cluster in one process, as Pulsar's standalone is. */
public final class VarveStandalone implements SystemRecipe {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String name;
    private final Checkout checkout;
    private final String version;
    private final VarveOptions options;
    private final boolean isOverS3;
    private final String objects;
    private final List<String> jvmOptions;

    private VarveStandalone(
            String name, Checkout checkout, VarveOptions options, boolean isOverS3, List<String> jvmOptions)
            throws IOException {
        this.name = name;
        this.checkout = checkout;
        this.version = checkout.commit();
        this.options = options;
        this.isOverS3 = isOverS3;
        this.objects = isOverS3 ? ", objects in " + S3Server.title(checkout) : "";
        this.jvmOptions = jvmOptions;
    }

    /** History goes to a directory; or nowhere, with tiering paused. */
    public static VarveStandalone overDirectory(String name, Checkout checkout, boolean tieringPaused)
            throws IOException {
        return new VarveStandalone(name, checkout, new VarveOptions(tieringPaused), false, List.of());
    }

    /** History goes to an S3 server, which is one more process. */
    public static VarveStandalone overS3(String name, Checkout checkout) throws IOException {
        return new VarveStandalone(name, checkout, new VarveOptions(false), true, List.of());
    }

    /** The same with further options of the server's JVM; none has a space in it. */
    public VarveStandalone with(List<String> furtherOptions) throws IOException {
        return new VarveStandalone(name, checkout, options, isOverS3, List.copyOf(furtherOptions));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Varve, one process" + options.titleSuffix() + objects;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("standalone.bookies", "3");
        settings.put("standalone.bookie-gc-interval", VarveOptions.GC_SECONDS + "s");
        settings.putAll(options.keys());
        return settings;
    }

    @Override
    public RunningSystem start(Path directory) throws IOException {
        Path data = directory.resolve("data");
        try (Starting starting = new Starting(directory)) {
            Map<String, String> servers = new LinkedHashMap<>();
            Map<String, String> environment = new LinkedHashMap<>();
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.put("VARVE_JAVA_OPTS", String.join(" ", jvmOptions));
            String store = "file:" + data.resolve("objects");
            if (isOverS3) {
                S3Server objects = S3Server.start(starting, checkout, directory);
                store = objects.location();
                environment.putAll(S3Server.CREDENTIALS);
                servers.put("objects", objects.rawLocation());
            }
            List<String> command = new ArrayList<>(List.of(checkout.launcher().toString(), "standalone"));
            command.addAll(List.of("--data", data.toString(), "--port", "0", "--http-port", "0"));
            command.addAll(List.of("--object-store", store));
            command.addAll(VarveOptions.arguments(settings()));
            ChildProcess process = starting.process("varve", command, environment);
            Path portsFile = data.resolve("varve.ports");
            Patience.await("varve ready", PATIENCE, () -> Files.exists(portsFile), process);
            Map<String, String> ports = ports(Files.readString(portsFile));
            servers.put("varve", port(ports, "native"));
            servers.put("varve-http", port(ports, "http"));
            servers.put("varve-replay", port(ports, "native") + "," + store);
            servers.put("bookkeeper", port(ports, "zookeeper"));
            return starting.complete(data, servers, options.rest());
        }
    }

    /** The lines {@code name=host:port} of a server that is ready. */
    static Map<String, String> ports(String text) {
        return text.lines().map(line -> line.split("=", 2)).collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    static String port(Map<String, String> ports, String name) {
        String address = ports.get(name);
        if (address == null) {
            throw new IllegalStateException("varve.ports has no " + name + ": " + ports);
        }
        return address;
    }
}
