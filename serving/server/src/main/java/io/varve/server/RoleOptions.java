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

/** Options that every role has. {@code --set} reaches all keys. */
final class RoleOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file in Java's properties format.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a key, such as --set log.seal-age=5m; may be repeated.")
    private final Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (data.dir).")
    private @Nullable String data;

    /**
     * What these options, the environment and the file say.
     *
     * @param shorts values of further options by key; null where one wasn't given
     */
    Configuration load(Map<String, @Nullable String> shorts) {
        Map<String, String> flags = new LinkedHashMap<>(set);
        put(flags, "data.dir", data);
        shorts.forEach((key, value) -> put(flags, key, value));
        return new Configuration(Sections.ALL, file == null ? Map.of() : ConfigFile.read(file), System.getenv(), flags);
    }

    private static void put(Map<String, String> flags, String key, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }
}
