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
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** The load generator in a process of its own, so that one client library is all that it holds. */
final class LoadProcess implements AutoCloseable {
    private static final String MAIN = "io.varve.bench.load.LoadMain";

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ChildProcess process;
    private final List<Workload> workloads;
    private final Path results;
    private final Marks marks;

    private LoadProcess(ChildProcess process, List<Workload> workloads, Path results, Marks marks) {
        this.process = process;
        this.workloads = workloads;
        this.results = results;
        this.marks = marks;
    }

    /**
     * Starts the process, which does nothing yet.
     *
     * @param workloads that it can run, each of another name
     * @param servers where the lane's driver finds them
     * @param classPath of the load generator with the driver and its library
     * @param jvmOptions beside those that all have
     * @param now what has been used so far, by the number of the process; looked at when a measurement begins and when it ends
     * @param directory for files; exists
     * @param name of those files
     */
    static LoadProcess start(
            Lane lane,
            String servers,
            String classPath,
            List<String> jvmOptions,
            List<Workload> workloads,
            LongFunction<Moment> now,
            Path directory,
            String name)
            throws IOException {
        Path file = directory.resolve(name + ".workloads.json");
        Path results = directory.resolve(name + ".results.json");
        Json.writeWorkloads(file, workloads);
        List<String> arguments = new ArrayList<>(List.of("--driver", lane.driver(), "--servers", servers));
        lane.settings().forEach((key, value) -> arguments.addAll(List.of("--setting", key + "=" + value)));
        arguments.addAll(List.of("--workload", file.toString(), "--result", results.toString()));
        CompletableFuture<Long> pid = new CompletableFuture<>();
        Marks marks = new Marks(() -> now.apply(pid.join()));
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
        pid.complete(process.pid());
        return new LoadProcess(process, List.copyOf(workloads), results, marks);
    }

    /** Has it run all of its workloads, one after the other, and then end; doesn't wait. */
    void runAll() throws IOException {
        for (Workload workload : workloads) {
            process.order(workload.name());
        }
        process.endOrders();
    }

    /** Has it run one of its workloads and waits for the end of that. Fails when the process ends before, with the end of its log. */
    Result run(Workload workload, Duration patience) throws IOException, InterruptedException {
        process.order(workload.name());
        long deadline = System.nanoTime() + patience.toNanos();
        boolean isDone = false;
        while (!isDone) {
            // Looked at before: what it said last may come a little after its end.
            boolean isLast = !process.isAlive() || System.nanoTime() - deadline > 0;
            isDone = marks.awaitDone(LOOK);
            if (isLast && !isDone) {
                throw new IOException(
                        "the load generator didn't come to the end of " + workload.name() + ": " + process.tail());
            }
        }
        List<Result> sofar = Json.readResults(results);
        return sofar.get(sofar.size() - 1);
    }

    /** Waits for the end of all that it was told to run, after which it ends. Fails when the process does, with the end of its log. */
    List<Result> finish(Duration patience) throws IOException, InterruptedException {
        process.endOrders();
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
