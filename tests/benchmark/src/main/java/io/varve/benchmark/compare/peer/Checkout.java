/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The source checkout that the comparison runs in.
 *
 * @param root its directory, absolute
 */
public record Checkout(Path root) {
    public Checkout {
        if (!Files.isExecutable(root.resolve("mvnw"))) {
            throw new IllegalArgumentException(root + " is not a checkout of Varve: there is no mvnw in it");
        }
    }

    /** The launcher of Varve's servers and commands. */
    public Path launcher() {
        return root.resolve("bin").resolve("varve");
    }

    /** The server and, beside it, what it needs: enough as a class path. */
    public Path serverJar() {
        return root.resolve("serving/server/target/varve-server.jar");
    }

    /** This module and, beside it, what it needs: enough as a class path. */
    public Path benchmarkJar() {
        return benchmark().resolve("target").resolve("varve-benchmark.jar");
    }

    /** This module's own classes, without what they need. */
    public Path benchmarkClasses() {
        return benchmark().resolve("target").resolve("classes");
    }

    /** Our own module. */
    public Path benchmark() {
        return root.resolve("tests").resolve("benchmark");
    }

    /**
     * The commit, with {@code -dirty} behind it when there are changes on top of it that may change what is measured, which pages
     * don't; empty when git can't tell.
     */
    public String commit() throws IOException {
        String commit = git("describe", "--always", "--abbrev=10");
        String changes =
                git("status", "--porcelain", "--untracked-files=no", "--", ".", ":(exclude)docs", ":(exclude)*.md");
        return changes.isEmpty() ? commit : commit + "-dirty";
    }

    /**
     * Fails when what was built is older than the last commit that may have changed it: its figures would bear the name of a
     * commit that they aren't of.
     */
    public void checkBuilt() throws IOException {
        String committed = git("log", "-1", "--format=%ct", "--", "*/src/main/*", "*pom.xml");
        if (committed.isEmpty()) {
            return;
        }
        Instant last = Instant.ofEpochSecond(Long.parseLong(committed));
        for (Path jar : List.of(serverJar(), benchmarkJar())) {
            if (built(jar).isBefore(last)) {
                throw new IOException(
                        jar + " is older than the last commit; with VARVE_REBUILD=1 in the environment the same "
                                + "command builds it again");
            }
        }
    }

    /** When it, or one of ours that it needs, was built last. */
    private static Instant built(Path jar) throws IOException {
        Instant newest = later(Instant.EPOCH, jar);
        try (DirectoryStream<Path> ours = Files.newDirectoryStream(jar.resolveSibling("lib"), "varve-*.jar")) {
            for (Path one : ours) {
                newest = later(newest, one);
            }
        }
        return newest;
    }

    private static Instant later(Instant than, Path file) throws IOException {
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        return changed.isAfter(than) ? changed : than;
    }

    private String git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
