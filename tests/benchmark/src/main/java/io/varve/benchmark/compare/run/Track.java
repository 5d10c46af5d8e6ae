/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.bench.workload.Result;
import io.varve.bench.workload.Workload;
import io.varve.bench.workload.Written;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.system.RunningSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A lane on its running system: starts load generators and keeps count of what they wrote. */
final class Track {
    /** Far more than any workload takes on a slow machine; what takes longer hangs. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final String RAW_OBJECTS = "objects";

    private final Lane lane;
    private final RunningSystem system;
    private final LoadClassPath classPath;
    private final Path directory;
    private final String name;
    private List<String> jvmOptions = List.of();
    private int processes;
    private long writtenBytes;

    /**
     * @param directory for files of the load generator; exists
     * @param name what those begin with
     */
    Track(Lane lane, RunningSystem system, LoadClassPath classPath, Path directory, String name) {
        this.lane = lane;
        this.system = system;
        this.classPath = classPath;
        this.directory = directory;
        this.name = name;
    }

    /** The same system by another driver, with the defaults of that and of its JVM. */
    Track by(String driver) {
        return new Track(lane.by(driver), system, classPath, directory, name + "-" + driver);
    }

    /** Whether what it writes is an object at once, and no broker knows of it. */
    boolean writesObjects() {
        return lane.driver().equals(RAW_OBJECTS);
    }

    /** Further options for the JVM of load generators that are started from now on. */
    void jvmOptions(List<String> options) {
        jvmOptions = List.copyOf(options);
    }

    /** Starts workloads and doesn't wait. The caller closes it. */
    LoadProcess start(List<Workload> workloads) throws IOException, InterruptedException {
        LoadProcess load = open(workloads);
        load.runAll();
        return load;
    }

    /** Starts a process that waits to be told which of its workloads to run. The caller closes it. */
    LoadProcess open(List<Workload> workloads) throws IOException, InterruptedException {
        processes++;
        return LoadProcess.start(
                lane,
                system.servers(lane.driver()),
                classPath.of(lane.driver()),
                jvmOptions,
                workloads,
                client -> Moment.of(system, client),
                directory,
                name + "-" + processes);
    }

    /** Runs a workload of a process that {@link #open} started, and returns its result, in which nothing was refused. */
    Result run(LoadProcess load, Workload workload) throws IOException, InterruptedException, Refused {
        return accepted(load.run(workload, PATIENCE));
    }

    /** Waits for workloads and returns the result of the last of them, in which nothing was refused. */
    Result finish(LoadProcess load) throws IOException, InterruptedException, Refused {
        List<Result> results = load.finish(PATIENCE);
        results.forEach(result -> writtenBytes += bytes(result));
        return accepted(results.get(results.size() - 1));
    }

    private static Result accepted(Result result) throws Refused {
        String refused = result.refused();
        if (refused != null) {
            throw new Refused(refused);
        }
        return result;
    }

    /** Writes a backlog. */
    Written write(Workload backlog) throws IOException, InterruptedException, Refused {
        try (LoadProcess load = start(List.of(backlog))) {
            Written written = finish(load).written();
            if (written == null) {
                throw new Refused("nothing says what the backlog is");
            }
            return written;
        }
    }

    /** Bytes of values that all load generators have written, as far as they know. */
    long writtenBytes() {
        return writtenBytes;
    }

    private static long bytes(Result result) {
        Written written = result.written();
        return written == null ? 0 : written.records() * written.recordBytes();
    }
}
