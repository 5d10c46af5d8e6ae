/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.server.config.Configuration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of roles that hold a broker. The short ones stand for keys. */
final class ConfigOptions {
    @Mixin
    private RoleOptions options = new RoleOptions();

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
        Map<String, @Nullable String> shorts = new LinkedHashMap<>();
        shorts.put("standalone.bookies", bookies);
        shorts.put("native.port", port);
        shorts.put("http.port", httpPort);
        shorts.put("objects.store", objectStore);
        return options.load(shorts);
    }
}
