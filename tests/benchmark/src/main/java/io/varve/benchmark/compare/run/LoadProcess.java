/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.bench.workload.Json;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Workload;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.process.ChildProcess;
import io.varve.benchmark.compare.process.Java;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The load generator in a process of its own, so that one client library is all that it holds. */
final class LoadProcess implements AutoCloseable {
    private static final String MAIN = "io.varve.bench.load.LoadMain";

    private final ChildProcess process;
    private final Path results;
    private final Marks marks;

    private LoadProcess(ChildProcess process, Path results, Marks marks) {
        this.process = process;
        this.results = results;
        this.marks = marks;
    }

    /**
     * Starts workloads, one after the other.
     *
     * @param servers where the lane's driver finds them
     * @param classPath of the load generator with the driver and its library
     * @param jvmOptions beside those that all have
     * @param now what has been used so far; looked at when a measurement begins and when it ends
     * @param directory for files; exists
     * @param name of those files
     */
    static LoadProcess start(
            Lane lane,
            String servers,
            String classPath,
            List<String> jvmOptions,
            List<Workload> workloads,
            Supplier<Moment> now,
            Path directory,
            String name)
            throws IOException {
        Path file = directory.resolve(name + ".workloads.json");
        Path results = directory.resolve(name + ".results.json");
        Json.writeWorkloads(file, workloads);
        List<String> arguments = new ArrayList<>(List.of("--driver", lane.driver(), "--servers", servers));
        lane.settings().forEach((key, value) -> arguments.addAll(List.of("--setting", key + "=" + value)));
        arguments.addAll(List.of("--workload", file.toString(), "--result", results.toString()));
        Marks marks = new Marks(now);
        ChildProcess process = ChildProcess.startTelling(
                "load of " + lane.name(),
                Java.command(
                        Stream.concat(LoadJvm.OPTIONS.stream(), jvmOptions.stream())
                                .toList(),
                        classPath,
                        MAIN,
                        arguments),
                directory,
                directory.resolve(name + ".log"),
                marks);
        return new LoadProcess(process, results, marks);
    }

    /** Waits for the end of all workloads. Fails when the process does, with the end of its log. */
    List<Result> finish(Duration patience) throws IOException, InterruptedException {
        if (process.exitCode(patience) != 0) {
            throw new IOException("the load generator failed: " + process.tail());
        }
        return Json.readResults(results);
    }

    /** What was used while a workload was measured; empty when it wasn't. */
    Optional<Moment> during(String workload) {
        return marks.during(workload);
    }

    /** Whether workloads are under way. */
    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.close();
    }
}
