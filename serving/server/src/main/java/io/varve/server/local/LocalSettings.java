/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a local cluster is to be.
 *
 * @param directory that holds those of the processes
 * @param size how many processes
 * @param nativePort of the first broker, the next ones have the next; empty = any
 * @param httpPort the same for HTTP
 * @param keys configuration of all processes; what tells them from each other is not taken from here
 * @param own configuration of single processes, by name, which goes before all other
 * @param variables names of environment variables that would override their configuration
 */
public record LocalSettings(
        Path directory,
        ClusterSize size,
        OptionalInt nativePort,
        OptionalInt httpPort,
        Map<String, String> keys,
        Map<String, Map<String, String>> own,
        Set<String> variables) {

    /** Settings under which all processes of a role are alike. */
    public LocalSettings(
            Path directory,
            ClusterSize size,
            OptionalInt nativePort,
            OptionalInt httpPort,
            Map<String, String> keys,
            Set<String> variables) {
        this(directory, size, nativePort, httpPort, keys, Map.of(), variables);
    }

    public LocalSettings {
        keys = Map.copyOf(keys);
        own = Map.copyOf(own);
        variables = Set.copyOf(variables);
        check("native", nativePort, size.brokers());
        check("HTTP", httpPort, size.brokers());
    }

    private static void check(String name, OptionalInt first, int count) {
        if (first.isPresent() && (first.getAsInt() < 1 || first.getAsInt() + count - 1 > 65535)) {
            throw new IllegalArgumentException("the first " + name + " port must be 1 to " + (65536 - count) + " for "
                    + count + " brokers, not " + first.getAsInt());
        }
    }
}
