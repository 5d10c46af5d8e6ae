/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process has logged from a moment on. */
public final class LogTail {
    private final Path file;
    private final long from;

    private LogTail(Path file, long from) {
        this.file = file;
        this.from = from;
    }

    /** From now on. */
    public static LogTail from(Path file) throws IOException {
        return new LogTail(file, Files.exists(file) ? Files.size(file) : 0);
    }

    /** From the first line on. */
    public static LogTail whole(Path file) {
        return new LogTail(file, 0);
    }

    /** The lines so far. A file that was begun anew meanwhile is read from its beginning. */
    public List<String> lines() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(open.length() < from ? 0 : from);
            byte[] rest = new byte[(int) (open.length() - open.getFilePointer())];
            open.readFully(rest);
            return new String(rest, StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** How many lines have a match so far. */
    public long count(Pattern pattern) throws IOException {
        return matches(pattern).count();
    }

    /** The first match of each line that has one. */
    public Stream<Matcher> matches(Pattern pattern) throws IOException {
        return lines().stream().map(pattern::matcher).filter(Matcher::find);
    }
}
