/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a producer was told, in a file that no server can lose: a line for each record whose answer came, well or not. Safe for
 * any thread.
 *
 * <pre>
 * acked PARTITION OFFSET NUMBER SHA-256
 * unknown PARTITION NUMBER SHA-256
 * </pre>
 *
 * <p>The number counts the records of a partition in the order in which they were sent.
 */
final class AckedHistory implements Closeable {
    private static final long UNKNOWN = -1;

    private final BufferedWriter file;

    /**
     * A line of the file.
     *
     * @param offset as acknowledged; -1 if the record was sent and nobody knows what became of it
     * @param number of the record among those sent to its partition
     */
    record Line(int partition, long offset, long number, Digest digest) {
        boolean acknowledged() {
            return offset != UNKNOWN;
        }
    }

    AckedHistory(Path path) throws IOException {
        file = Files.newBufferedWriter(path, StandardCharsets.US_ASCII);
    }

    /** Notes an acknowledgement. */
    void acknowledged(int partition, long offset, long number, Digest digest) {
        write("acked " + partition + " " + offset + " " + number + " " + digest);
    }

    /** Notes that a record was sent and not acknowledged: it may be stored, once. */
    void unknown(int partition, long number, Digest digest) {
        write("unknown " + partition + " " + number + " " + digest);
    }

    private synchronized void write(String line) {
        try {
            file.write(line);
            file.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    /** Reads a file that was closed. */
    static void read(Path path, Consumer<Line> to) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                int partition = Integer.parseInt(words[1]);
                long number = Long.parseLong(words[words.length - 2]);
                Digest digest = Digest.parse(words[words.length - 1]);
                long offset = words[0].equals("acked") ? Long.parseLong(words[2]) : UNKNOWN;
                to.accept(new Line(partition, offset, number, digest));
            }
        }
    }
}
