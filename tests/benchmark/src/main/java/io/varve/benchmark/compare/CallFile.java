/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What was asked for when, beside the measurements: a sentence for each call that made them. */
record CallFile(Path file) {
    /** Adds a call, or begins with it. */
    void write(String call, boolean adds) throws IOException {
        StandardOpenOption how = adds ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        Files.writeString(file, call + "\n", StandardOpenOption.CREATE, how);
    }

    /** All calls, each a paragraph. */
    String read() throws IOException {
        return String.join("\n\n", Files.readAllLines(file));
    }
}
