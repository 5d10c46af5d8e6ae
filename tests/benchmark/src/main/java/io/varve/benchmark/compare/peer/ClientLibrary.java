/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.peer;

import io.varve.bench.driver.DriverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a driver drives its system with.
 *
 * @param driver its name
 * @param library with its version
 * @param fixedSettings what the driver sets of it in every workload
 */
public record ClientLibrary(String driver, String library, Map<String, String> fixedSettings) {
    public ClientLibrary {
        fixedSettings = new TreeMap<>(fixedSettings);
    }

    /** That of a driver that runs in a checkout which is built. Fetches a peer's if it isn't there. */
    public static ClientLibrary of(String driver, Checkout checkout) throws IOException, InterruptedException {
        String library =
                switch (driver) {
                    case "kafka" -> versioned("kafka-clients", built(checkout));
                    case "pulsar" -> versioned("pulsar-client", PeerClassPath.of("pulsar-client", checkout));
                    case "bookkeeper" -> versioned("bookkeeper-server", built(checkout));
                    case "varve", "varve-replay" -> "Varve's own";
                    default -> "the JVM's HTTP client";
                };
        return new ClientLibrary(driver, library, fixedSettings(driver));
    }

    static Map<String, String> fixedSettings(String driver) {
        return ServiceLoader.load(DriverFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.name().equals(driver))
                .findFirst()
                .map(DriverFactory::fixedSettings)
                .orElseThrow(() -> new IllegalArgumentException("no driver is called " + driver));
    }

    private static String versioned(String artifact, PeerClassPath classPath) {
        return artifact + " " + classPath.version(artifact);
    }

    private static PeerClassPath built(Checkout checkout) throws IOException {
        try (Stream<Path> jars = Files.list(checkout.benchmarkJar().resolveSibling("lib"))) {
            return new PeerClassPath(jars.toList());
        }
    }
}
