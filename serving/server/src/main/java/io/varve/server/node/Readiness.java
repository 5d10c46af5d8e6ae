/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.node;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether a server can do its work now.
 *
 * @param missing what it can't do yet, by name, with the reason; empty when it is ready
 */
public record Readiness(Map<String, String> missing) {

    public Readiness {
        missing = new TreeMap<>(missing);
    }

    /** Whether nothing is missing. */
    public boolean ready() {
        return missing.isEmpty();
    }

    /** What is missing, in one line; empty when it is ready. */
    public String inWords() {
        return missing.entrySet().stream()
                .map(part -> part.getKey() + ": " + part.getValue())
                .collect(Collectors.joining("; "));
    }
}
