/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line of {@link LoadMain}.
 *
 * @param driver its name
 * @param servers where the system is, in its own notation
 * @param settings of the client library
 * @param workloads the file to read
 * @param results the file to write
 */
record LoadArguments(String driver, String servers, Map<String, String> settings, Path workloads, Path results) {

    /** Reads the command line; an IllegalArgumentException says what is wrong with it. */
    static LoadArguments parse(List<String> arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(option + " has no value");
            }
            String value = arguments.get(i + 1);
            if (option.equals("--setting")) {
                int equals = value.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("--setting " + value + " is not of the form name=value");
                }
                settings.put(value.substring(0, equals), value.substring(equals + 1));
            } else {
                options.put(option, value);
            }
        }
        LoadArguments parsed = new LoadArguments(
                required(options, "--driver"),
                required(options, "--servers"),
                settings,
                Path.of(required(options, "--workload")),
                Path.of(required(options, "--result")));
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("unknown options " + options.keySet());
        }
        return parsed;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.remove(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
