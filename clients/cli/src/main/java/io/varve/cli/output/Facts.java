/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.output;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values, one pair a line, the values below each other: the head of a description. */
public final class Facts {
    private final Map<String, String> facts = new LinkedHashMap<>();

    /** Adds a line; returns this. */
    public Facts add(String name, Object value) {
        facts.put(name, String.valueOf(value));
        return this;
    }

    /** The lines, each ended by a line feed. */
    @Override
    public String toString() {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> text.append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(value)
                .append('\n'));
        return text.toString();
    }
}
