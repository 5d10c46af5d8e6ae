/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.server.config.ConfigFile;
import io.varve.server.config.Configuration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options by which every role is configured. The short ones stand for keys; {@code --set} reaches them all. */
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file in Java's properties format.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a key, such as --set tiering.seal-after=5m; may be repeated.")
    private final Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (data.dir).")
    private @Nullable String data;

    @Option(
            names = "--bookies",
            paramLabel = "1|3",
            description = "Bookies of a standalone server (standalone.bookies).")
    private @Nullable String bookies;

    @Option(names = "--port", paramLabel = "N", description = "Port of the native protocol, 0 = any (native.port).")
    private @Nullable String port;

    @Option(names = "--http-port", paramLabel = "N", description = "HTTP port, 0 = any (http.port).")
    private @Nullable String httpPort;

    @Option(
            names = "--object-store",
            paramLabel = "file:DIR|s3://BUCKET",
            description = "Where history goes (objects.store).")
    private @Nullable String objectStore;

    /** What these options, the environment and the file say. */
    Configuration load() {
        Map<String, String> flags = new LinkedHashMap<>(set);
        put(flags, "data.dir", data);
        put(flags, "standalone.bookies", bookies);
        put(flags, "native.port", port);
        put(flags, "http.port", httpPort);
        put(flags, "objects.store", objectStore);
        return new Configuration(Sections.ALL, file == null ? Map.of() : ConfigFile.read(file), System.getenv(), flags);
    }

    private static void put(Map<String, String> flags, String key, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }
}
