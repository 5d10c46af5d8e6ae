/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.system;

import io.varve.benchmark.compare.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The processes of a system that isn't complete yet; they end when the start fails. */
final class Starting implements AutoCloseable {
    private final Path directory;
    private final List<ChildProcess> processes = new ArrayList<>();
    private boolean isComplete;

    Starting(Path directory) {
        this.directory = directory;
    }

    /** Starts a process, which logs into {@code NAME.log} of the directory. */
    ChildProcess process(String name, List<String> command, Map<String, String> environment) throws IOException {
        ChildProcess process =
                ChildProcess.start(name, command, directory, environment, directory.resolve(name + ".log"));
        processes.add(process);
        return process;
    }

    /** Runs a program to its end; fails unless that is a success. */
    void run(String name, List<String> command, Map<String, String> environment, Duration patience) throws IOException {
        try (ChildProcess process =
                ChildProcess.start(name, command, directory, environment, directory.resolve(name + ".log"))) {
            int code = process.exitCode(patience);
            if (code != 0) {
                throw new IOException(name + " ended with " + code + ": " + process.tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name + " ran", e);
        }
    }

    /** All are there, and do at once whatever they have to do. */
    RunningSystem complete(Path data, Map<String, String> servers) {
        return complete(data, servers, Rest.NONE);
    }

    /** All are there, and rest like this. */
    RunningSystem complete(Path data, Map<String, String> servers, Rest rest) {
        isComplete = true;
        return new RunningSystem(data, servers, processes, rest);
    }

    @Override
    public void close() {
        if (!isComplete) {
            processes.forEach(ChildProcess::close);
        }
    }
}
