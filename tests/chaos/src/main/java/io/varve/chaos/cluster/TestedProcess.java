/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.cluster;

import io.varve.server.local.ClusterFile;
import io.varve.server.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process of the cluster, and what can be done to it. Methods block. */
public final class TestedProcess {
    private static final int END_SECONDS = 60;
    private static final int START_SECONDS = 90;

    private final LocalCluster cluster;
    private final ClusterFile.Entry entry;

    TestedProcess(LocalCluster cluster, ClusterFile.Entry entry) {
        this.cluster = cluster;
        this.entry = entry;
    }

    /** Such as {@code broker-2}. */
    public String name() {
        return entry.name();
    }

    /** {@code zookeeper}, {@code bookie} or {@code broker}. */
    public String role() {
        return entry.role();
    }

    /** Its number now. */
    public long pid() {
        return cluster.pid(name());
    }

    /** A port of it, by name. */
    public int port(String name) {
        return Objects.requireNonNull(entry.ports().get(name), name);
    }

    /** Where it keeps everything. */
    public Path directory() {
        return Path.of(entry.directory());
    }

    /** What it logs. */
    public Path log() {
        return Path.of(entry.log());
    }

    /** Ends it at once (SIGKILL); returns its exit code. */
    public int kill() throws IOException, InterruptedException {
        return end(true);
    }

    /** Tells it to stop (SIGTERM); returns its exit code. */
    public int stop() throws IOException, InterruptedException {
        return end(false);
    }

    private int end(boolean atOnce) throws IOException, InterruptedException {
        ProcessHandle handle =
                ProcessHandle.of(pid()).orElseThrow(() -> new IOException(name() + " isn't there to be ended"));
        boolean unused = atOnce ? handle.destroyForcibly() : handle.destroy();
        return awaitEnd();
    }

    private int awaitEnd() throws IOException, InterruptedException {
        try {
            return cluster.ended(name()).get(END_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(name() + " doesn't end within " + END_SECONDS + " s", e);
        }
    }

    /** Starts it again with other values of some keys, which stay so; returns when it takes requests. */
    public void start(Map<String, String> changed) throws IOException, InterruptedException {
        int unused = awaitEnd();
        try {
            cluster.startAgain(name(), changed).get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(name() + " can't be started: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException(name() + " isn't ready after " + START_SECONDS + " s; see " + log(), e);
        }
    }

    /** Starts it in the expectation that it refuses; returns its exit code. */
    public int startInVain(Map<String, String> changed) throws IOException, InterruptedException {
        var unused = cluster.startAgain(name(), changed);
        return awaitEnd();
    }

    /** Makes it stand still (SIGSTOP) until {@link #goOn}. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Ends a standstill (SIGCONT); without effect if there is none. */
    public void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("can't send SIG" + signal + " to " + name() + " (process " + pid() + ")");
        }
    }

    /**
     * The kernel's letter for what it does: {@code R} and {@code S} while it lives, {@code T} while it stands still, {@code -}
     * when it isn't there.
     */
    public char state() throws IOException {
        Path file = Path.of("/proc", Long.toString(pid()), "stat");
        if (!Files.exists(file)) {
            return '-';
        }
        // The name in parentheses may hold anything.
        String line = Files.readString(file);
        return line.charAt(line.lastIndexOf(')') + 2);
    }
}
