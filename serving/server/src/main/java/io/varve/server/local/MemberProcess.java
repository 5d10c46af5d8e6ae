/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

import io.varve.server.node.Leash;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process of the cluster that was started here, and ends with this one. */
final class MemberProcess {
    private static final Logger LOG = LoggerFactory.getLogger(MemberProcess.class);
    private static final String READY = "varve ready ";
    private static final int STOP_SECONDS = 40;
    private static final int TAIL_LINES = 5;
    /** Ctrl-C reaches every process of the terminal at once; these are to stop one role after the other. */
    private static final List<String> DEAF_TO_CTRL_C = List.of("sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\"");

    private final Member member;
    private final Process process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private MemberProcess(Member member, Process process) {
        this.member = member;
        this.process = process;
        var unused = process.onExit()
                .thenRun(() -> ready.completeExceptionally(
                        new IOException(member.name() + " ended with " + process.exitValue() + ": " + tail())));
        Thread reader = new Thread(this::read, "stdout of " + member.name());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it.
     *
     * @param hidden environment variables that it must not see
     */
    static MemberProcess start(Member member, Set<String> hidden) throws IOException {
        List<String> command = new ArrayList<>(DEAF_TO_CTRL_C);
        command.addAll(command(member, List.of("-D" + Leash.PROPERTY + "=true")));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(member.console().toFile()));
        builder.environment().keySet().removeAll(hidden);
        Process process = builder.start();
        LOG.info("started {} pid={}", member.name(), process.pid());
        return new MemberProcess(member, process);
    }

    /** What starts it. */
    static List<String> command(Member member) {
        return command(member, List.of());
    }

    private static List<String> command(Member member, List<String> properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            // Netty and others call native code and Unsafe, about which newer JVMs warn.
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        // Bookies drop what they wrote from the page cache, for which they read the numbers of their files'
        // descriptors.
        command.add("--add-opens=java.base/java.io=ALL-UNNAMED");
        command.addAll(member.role().memory());
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-Xlog:disable", "-Xlog:all=warning:stderr"));
        command.addAll(properties);
        command.addAll(List.of(
                "-cp", classPath(), "io.varve.server.Main", member.role().word()));
        command.addAll(List.of("--config", member.configuration().toString()));
        return command;
    }

    /** Surefire's own class path is a jar that only names the jars. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            LOG.debug("stdout of {} is closed", member.name(), e);
        }
    }

    Member member() {
        return member;
    }

    long pid() {
        return process.pid();
    }

    /** Whether it hasn't ended. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Done when it takes requests; fails with an IOException when it ended before. */
    CompletableFuture<Void> ready() {
        return ready.copy();
    }

    /** Done when it has ended, with its exit code; 128 and the signal's number when it was killed. */
    CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Tells it to stop. */
    void terminate() {
        // Not by the process itself, which would close the pipes.
        boolean unused = process.toHandle().destroy();
    }

    /** Waits for its end, and kills it when that takes too long. Blocks. */
    void awaitEnd() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{} didn't stop within {} s, killing it pid={}", member.name(), STOP_SECONDS, process.pid());
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(member.console());
            List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
            return last.isEmpty() ? "see " + member.log() : String.join("; ", last);
        } catch (IOException e) {
            return "see " + member.log();
        }
    }
}
