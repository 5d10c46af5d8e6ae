/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.system.RunningSystem;
import io.varve.benchmark.compare.system.SystemRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Never starts. */
final class BrokenSystem implements SystemRecipe {
    @Override
    public String name() {
        return "broken";
    }

    @Override
    public String title() {
        return "never starts";
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
        throw new IOException("no such luck");
    }
}
