/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.system;

import io.varve.bench.driver.Mishap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process that does nothing, beside a load generator that has its system in its own memory. */
public final class IdleSystem implements SystemRecipe {
    private final Mishap mishap;

    /** @param mishap what goes wrong in the system */
    public IdleSystem(Mishap mishap) {
        this.mishap = mishap;
    }

    @Override
    public String name() {
        return "idle-" + mishap;
    }

    @Override
    public String title() {
        return "a process that does nothing";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public RunningSystem start(Path directory) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        try (Starting starting = new Starting(directory)) {
            starting.process("idle", List.of("sleep", "600"), Map.of());
            return starting.complete(data, Map.of("memory", mishap.name()));
        }
    }
}
