/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program that was started here and doesn't outlive us; what it prints is kept in a file. */
public final class ChildProcess implements AutoCloseable {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static final int TAIL_LINES = 30;
    private static final int END_SECONDS = 20;

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "end-children"));
    }

    private final String name;
    private final Process process;
    private final Path log;
    private final CompletableFuture<Void> told;

    private ChildProcess(String name, ProcessBuilder builder, Path log, Consumer<String> lines) throws IOException {
        this.name = name;
        this.log = log;
        this.process = builder.start();
        RUNNING.add(process);
        var unused = process.onExit().thenAccept(RUNNING::remove);
        // A thread of its own for each: it blocks for as long as the program runs.
        this.told = new CompletableFuture<>();
        Thread reader = new Thread(() -> tell(lines), "stdout of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a program.
     *
     * @param name for messages
     * @param directory it works in; exists
     * @param environment put on top of ours
     * @param log takes what it prints, after what is there already
     */
    public static ChildProcess start(
            String name, List<String> command, Path directory, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder, log, line -> {});
    }

    /**
     * Starts a program that reads its stdin, and whose stdout is told line by line, on a thread of its own.
     *
     * @param log takes what it prints on stderr
     */
    public static ChildProcess startTelling(
            String name, List<String> command, Path directory, Path log, Consumer<String> lines) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new ChildProcess(name, builder, log, lines);
    }

    private void tell(Consumer<String> lines) {
        try (BufferedReader stdout = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = stdout.readLine(); line != null; line = stdout.readLine()) {
                lines.accept(line);
            }
            told.complete(null);
        } catch (IOException | RuntimeException e) {
            told.completeExceptionally(e);
        }
    }

    /** A line for the stdin of a program that was started by {@link #startTelling}; fails when it has ended. */
    public void order(String line) throws IOException {
        try {
            BufferedWriter stdin = process.outputWriter(StandardCharsets.UTF_8);
            stdin.write(line);
            stdin.newLine();
            stdin.flush();
        } catch (IOException e) {
            throw new IOException(name + " takes no orders any more: " + tail(), e);
        }
    }

    /** The end of that stdin. */
    public void endOrders() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).close();
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits for its end, by when all lines were told; fails, and ends it, when that takes longer than the patience. Fails also
     * when a line could not be taken.
     */
    public int exitCode(Duration patience) throws IOException, InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
            throw new IOException(name + " didn't end within " + patience.toSeconds() + " s: " + tail());
        }
        told.join();
        return process.exitValue();
    }

    /** The last lines that it printed, for messages. */
    public String tail() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return log + ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return log + " can't be read: " + e;
        }
    }

    /** Fails when it has ended. */
    public void checkAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(name + " ended with " + process.exitValue() + ": " + tail());
        }
    }

    /** SIGKILL: nothing that it holds is needed afterwards. Returns when it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + ", process " + process.pid() + ", doesn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
