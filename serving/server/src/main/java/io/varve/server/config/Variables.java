/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Environment variables that are ours. */
final class Variables {
    static final String PREFIX = "VARVE_";

    /** Read by the launcher and the client, which share the prefix. */
    private static final Set<String> NOT_KEYS = Set.of(
            "VARVE_SERVER",
            "VARVE_HTTP",
            "VARVE_REBUILD",
            "VARVE_JAVA_OPTS",
            "VARVE_S3_ACCESS_KEY",
            "VARVE_S3_SECRET_KEY");

    private Variables() {}

    /**
     * Variables with our prefix that set no key, sorted. They are worth a warning but no refusal: Kubernetes sets some for each
     * service in the namespace, and one of them may be called varve.
     */
    static List<String> unknown(Map<String, String> environment, List<Key> keys) {
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !NOT_KEYS.contains(name))
                .filter(name -> keys.stream().noneMatch(key -> key.variable().equals(name)))
                .sorted()
                .toList();
    }
}
