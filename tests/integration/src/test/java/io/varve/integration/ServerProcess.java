/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import io.varve.client.VarveClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code varve standalone} as a process of its own: ZooKeeper, bookies and broker die with it, as on a machine that fails. */
final class ServerProcess implements AutoCloseable {
    /** More than the minute that a server waits for its own shards: then it says what is missing. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Pattern READY =
            Pattern.compile("varve ready native=127\\.0\\.0\\.1:(\\d+) http=127\\.0\\.0\\.1:(\\d+) in (\\d+\\.\\d) s");

    private final ServerSettings settings;
    private final Process process;
    private final PrintWriter log;
    private final ProcessLines stdout;
    private final ProcessLines stderr;
    private final CompletableFuture<String> readyLine;

    private ServerProcess(ServerSettings settings, Process process, PrintWriter log) {
        this.settings = settings;
        this.process = process;
        this.log = log;
        this.stdout = new ProcessLines("server's stdout", process.getInputStream(), log);
        this.readyLine = stdout.next(line -> true);
        this.stderr = new ProcessLines("server's stderr", process.getErrorStream(), log);
    }

    /** Starts a server and doesn't wait for anything. */
    static ServerProcess launch(ServerSettings settings) throws IOException {
        Files.createDirectories(settings.directory());
        Files.writeString(settings.configuration(), settings.properties());
        PrintWriter log = new PrintWriter(
                Files.newBufferedWriter(
                        settings.log(), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                true);
        log.println("---- start of " + settings.arguments() + " with " + settings.keys());
        List<String> options = List.of(
                "-ea",
                // What lives for seconds is compiled once.
                Boolean.getBoolean("varve.long") ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1",
                "-Xms128m",
                // As bin/varve starts it.
                "-Xmx1g",
                "-XX:MaxDirectMemorySize=1g",
                "-XX:+ExitOnOutOfMemoryError",
                // A bookie reads the number of its files' descriptors, and asserts that it can.
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "-Dbookkeeper.log=" + System.getProperty("bookkeeper.log", "OFF"),
                "-Dlogback.configurationFile=server-logback.xml");
        Process process = JavaProcess.start("io.varve.server.Main", options, settings.arguments());
        return new ServerProcess(settings, process, log);
    }

    /** Starts a server and waits until it is ready. */
    static ServerProcess start(ServerSettings settings) throws Exception {
        return launch(settings).whenReady();
    }

    /** This server when it is ready; it is closed if that fails. */
    ServerProcess whenReady() throws Exception {
        try {
            readyLine.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            ready();
            return this;
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new AssertionError("no server: " + tail(), e);
        }
    }

    /** Starts another server on the directory and port of this one, which has ended, and doesn't wait for anything. */
    ServerProcess launchAgain() throws IOException {
        return launch(settings.withPort(nativePort()));
    }

    /** Starts another server on the directory and port of this one, which has ended, and waits until it is ready. */
    ServerProcess startAgain() throws Exception {
        return launchAgain().whenReady();
    }

    /** What was started how. */
    ServerSettings settings() {
        return settings;
    }

    /** The port of the native protocol. */
    int nativePort() {
        return Integer.parseInt(ready().group(1));
    }

    /** Where clients connect, {@code host:port}. */
    String address() {
        return "127.0.0.1:" + nativePort();
    }

    /** The port of the operators' HTTP. */
    int httpPort() {
        return Integer.parseInt(ready().group(2));
    }

    /** How long it took to get ready, as it says itself. */
    double readySeconds() {
        return Double.parseDouble(ready().group(3));
    }

    /** A client of this server, and of those started again after it. */
    VarveClient client() {
        return VarveClient.builder().servers(address()).build();
    }

    /** What the server tells in {@code varve.ports}, by name. */
    Map<String, String> ports() throws IOException {
        return Files.readAllLines(settings.data().resolve("varve.ports")).stream()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** The next line of the log that is wanted, from now on; see {@link ProcessLines#next}. */
    CompletableFuture<String> nextLogLine(Predicate<String> wanted) {
        return stderr.next(wanted);
    }

    /** SIGKILL. Returns when the process is gone and what it wrote before is read. */
    void sigkill() throws Exception {
        strike();
        exitCode();
    }

    /** SIGKILL without waiting; may be called on the thread that completes {@link #nextLogLine}. */
    void strike() {
        // Not by the process itself, which would close the pipes and lose what was written and not read yet.
        boolean unused = process.toHandle().destroyForcibly();
    }

    /** SIGTERM. Returns the exit code. */
    int terminate() throws Exception {
        boolean unused = process.toHandle().destroy();
        return exitCode();
    }

    /** Waits for the end and returns the exit code; 137 after SIGKILL. */
    int exitCode() throws Exception {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("server " + process.pid() + " does not end: " + tail());
        }
        stdout.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        stderr.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return process.exitValue();
    }

    /** Whether the process runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Has it collect all garbage, so that what it says of its heap is what it needs. */
    void collectGarbage() throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process run = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || run.exitValue() != 0) {
            throw new AssertionError(jcmd + " doesn't collect the garbage of process " + process.pid());
        }
    }

    /** The last lines of what it printed and logged, for messages. */
    String tail() {
        return "exit code " + (process.isAlive() ? "none yet" : process.exitValue()) + ", stdout:\n" + stdout.tail()
                + "\nstderr:\n" + stderr.tail();
    }

    /** What it printed. */
    String printed() {
        return stdout.tail();
    }

    /** What it complained of: everything on stderr, where the log goes too. */
    String complaints() {
        return stderr.tail();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        stdout.ended().join();
        stderr.ended().join();
        log.close();
    }

    private Matcher ready() {
        Matcher line = READY.matcher(readyLine.getNow(""));
        if (!line.matches()) {
            throw new AssertionError("the first line is not that of a ready server: " + tail());
        }
        return line;
    }
}
