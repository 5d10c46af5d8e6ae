/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Incarnations of a broker that ran on a data directory before. They are dead, since the directory is locked; so a registration
 * in their name is only one that outlives a crash.
 */
public final class PastRuns {
    private static final String FILE = "varve.runs";
    private static final int KEPT = 16;

    private final Path file;

    /** Of this directory, which the caller has locked. */
    public PastRuns(Path directory) {
        this.file = directory.resolve(FILE);
    }

    /**
     * Whether this incarnation ran here, as far back as is kept.
     *
     * @throws StartRefused when the file can't be read
     */
    public boolean include(long incarnation) {
        try {
            return read().contains(Long.toString(incarnation));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Adds the incarnation that runs here now. To be called before others can see it.
     *
     * @throws StartRefused when the file can't be written
     */
    public void add(long incarnation) {
        try {
            List<String> runs = Stream.concat(Stream.of(Long.toString(incarnation)), read().stream())
                    .limit(KEPT)
                    .toList();
            Path written = Files.write(file.resolveSibling(FILE + ".new"), runs);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private List<String> read() throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private StartRefused unusable(IOException e) {
        return new StartRefused("list of runs " + file + " can't be used: " + e);
    }
}
