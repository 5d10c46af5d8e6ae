/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.system;

import io.varve.benchmark.compare.machine.CompilerTime;
import io.varve.benchmark.compare.machine.ProcessUsage;
import io.varve.benchmark.compare.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Processes that together are a system under load. */
public final class RunningSystem implements AutoCloseable {
    private final Path data;
    private final Map<String, String> servers;
    private final List<ChildProcess> processes;
    private final Rest rest;
    private final CompilerTime compilers = new CompilerTime();

    /**
     * @param data where it keeps what it stores
     * @param servers where a driver finds it, by the driver's name and in its notation
     */
    RunningSystem(Path data, Map<String, String> servers, List<ChildProcess> processes, Rest rest) {
        this.data = data;
        this.servers = Map.copyOf(servers);
        this.processes = List.copyOf(processes);
        this.rest = rest;
    }

    /** How long it pauses between two steps of what it does behind its answers. */
    public Rest rest() {
        return rest;
    }

    /** Where it keeps what it stores. */
    public Path data() {
        return data;
    }

    /** Its processes. */
    public List<Long> pids() {
        return processes.stream().map(ChildProcess::pid).toList();
    }

    /** Where a driver finds it. */
    public String servers(String driver) {
        String found = servers.get(driver);
        if (found == null) {
            throw new IllegalArgumentException("driver " + driver + " doesn't fit; those that do: " + servers.keySet());
        }
        return found;
    }

    /** What all its processes have used so far. Fails when one has ended. */
    public ProcessUsage usage() {
        ProcessUsage sum = ProcessUsage.NONE;
        for (ChildProcess process : processes) {
            try {
                sum = sum.plus(ProcessUsage.of(process.pid()));
            } catch (IOException e) {
                throw new UncheckedIOException("a server is gone: " + process.tail(), e);
            }
        }
        return sum;
    }

    /**
     * What the compilers of all its processes, and of all clients that were asked for, have taken so far, in ticks of 1/100 s of a
     * processor.
     *
     * @param client the number of a client's process
     */
    public long compilerTicks(long client) throws IOException {
        List<Long> all = new ArrayList<>(pids());
        all.add(client);
        return compilers.ticks(all);
    }

    /** From now on peaks of memory are those since now, where the kernel allows it; else they stay those since the start. */
    public void forgetPeaks() {
        processes.forEach(process -> ProcessUsage.forgetPeak(process.pid()));
    }

    /** Fails when one of its processes has ended. */
    public void checkAlive() throws IOException {
        for (ChildProcess process : processes) {
            process.checkAlive();
        }
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
    }
}
