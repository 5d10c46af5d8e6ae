/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** What a directory takes of its disk. */
public final class DiskUse {
    private DiskUse() {}

    /** Bytes of disk blocks of all files below a directory, by {@code du}; files that vanish meanwhile don't disturb it. */
    public static long of(Path directory) throws IOException {
        Process du = new ProcessBuilder("du", "--summarize", "--block-size=1", directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (line.isBlank()) {
            throw new IOException("du says nothing of " + directory);
        }
        return Long.parseLong(line.split("\\s+")[0]);
    }

    /** Bytes that are free on the disk of a directory. */
    public static long free(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Removes a directory with everything in it; nothing happens when there is none. */
    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
