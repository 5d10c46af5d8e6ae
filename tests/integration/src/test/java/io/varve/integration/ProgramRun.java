/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import io.varve.cli.CommandTree;
import io.varve.cli.run.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a Java program that ended left behind. */
record ProgramRun(int exitCode, String out, String err) {
    private static final long PATIENCE_SECONDS = 90;
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-Dlogback.configurationFile=program-logback.xml");

    /**
     * Runs a main class to its end.
     *
     * @param environment in addition to what the tests have
     * @param input what it finds on stdin; it may leave it unread
     */
    static ProgramRun of(String mainClass, Map<String, String> environment, String input, String... arguments)
            throws Exception {
        return of(JavaProcess.start(mainClass, OPTIONS, List.of(arguments), environment), input, arguments);
    }

    /** Runs {@code bin/varve} as users do, which starts faster than a class path of directories; see {@link #of}. */
    static ProgramRun ofVarve(Map<String, String> environment, String input, String... arguments) throws Exception {
        Path script = Path.of(System.getProperty("varve.root"), "bin", "varve");
        return of(JavaProcess.start(script, List.of(arguments), environment), input, arguments);
    }

    /** Runs the command line client in this JVM. */
    static ProgramRun ofCommand(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false);
        int exitCode = CommandTree.of(terminal).execute(arguments);
        return new ProgramRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static ProgramRun of(Process process, String input, String... arguments) throws Exception {
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(process, input));
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
        CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", arguments) + " doesn't end");
        }
        written.join();
        return new ProgramRun(process.exitValue(), out.join(), err.join());
    }

    private static void write(Process process, String input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // It didn't want all of it; its exit code says whether that was right.
        }
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
