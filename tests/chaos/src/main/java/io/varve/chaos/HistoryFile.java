/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** The lines of a history, compressed, for who wants to know what happened. Whoever writes sees to it that one does at a time. */
final class HistoryFile implements Consumer<String>, AutoCloseable {
    static final String NAME = "history.txt.gz";

    private static final int BUFFER_BYTES = 64 << 10;

    private final PrintWriter lines;

    HistoryFile(Path data) throws IOException {
        lines = new PrintWriter(
                new GZIPOutputStream(Files.newOutputStream(data.resolve(NAME)), BUFFER_BYTES),
                false,
                StandardCharsets.US_ASCII);
    }

    @Override
    public void accept(String line) {
        lines.print(line);
        lines.print('\n');
    }

    /** Ends the file; fails if it isn't whole. */
    @Override
    public void close() throws IOException {
        boolean failed = lines.checkError();
        lines.close();
        if (failed) {
            throw new IOException("the history could not be written, the disk may be full");
        }
    }
}
