/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.DriverFactory;
import io.varve.bench.workload.Json;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs workloads one after the other in a process of its own, through the driver that {@link ServiceLoader} finds under a name.
 * The JVM and the library are cold in the first ones: put some in front whose results nobody needs.
 *
 * <p>{@code LoadMain --driver NAME --servers S [--setting K=V]... --workload IN.json --result OUT.json}. Each line on stdin is the
 * name of a workload of the file, which is run then; the end of stdin is the end. On stdout a line says
 * when each workload comes to a new part: {@code preparing NAME}, {@code measuring NAME}, {@code checking NAME}, {@code done
 * NAME}; whoever samples the servers does so between the second and the third. The file of results has those that there are so
 * far; one that is refused is the last. Exits with 0 also then, and with 1 after a failure, which is on stderr.
 */
public final class LoadMain {
    private LoadMain() {}

    /** Runs what the arguments say. */
    @SuppressWarnings("SystemOut") // a program of its own, whose output is its result
    public static void main(String[] arguments) {
        int exitCode;
        try {
            run(LoadArguments.parse(List.of(arguments)), System.out);
            exitCode = 0;
        } catch (IOException | RuntimeException e) {
            for (Throwable failure = e; failure != null; failure = failure.getCause()) {
                System.err.println(failure);
            }
            exitCode = 1;
        }
        // Libraries may leave threads behind that aren't daemons.
        System.exit(exitCode);
    }

    private static void run(LoadArguments arguments, PrintStream out) throws IOException {
        Map<String, Workload> workloads = Json.readWorkloads(arguments.workloads()).stream()
                .collect(Collectors.toMap(Workload::name, workload -> workload));
        List<Result> results = new ArrayList<>();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Driver driver = factory(arguments.driver()).open(arguments.servers(), arguments.settings())) {
            for (String name = orders.readLine(); name != null; name = orders.readLine()) {
                Workload workload = workloads.get(name);
                if (workload == null) {
                    throw new IllegalArgumentException(
                            "no workload is called " + name + "; there are " + new TreeSet<>(workloads.keySet()));
                }
                Result result =
                        new Load(arguments.driver(), arguments.settings(), driver).run(workload, tellingTo(out));
                results.add(result);
                Json.writeResults(arguments.results(), results);
                tell(out, "done", workload);
                if (result.refused() != null) {
                    return;
                }
            }
        }
    }

    private static DriverFactory factory(String name) {
        Set<String> known = new TreeSet<>();
        for (DriverFactory factory : ServiceLoader.load(DriverFactory.class)) {
            if (factory.name().equals(name)) {
                return factory;
            }
            known.add(factory.name());
        }
        throw new IllegalArgumentException("no driver is called " + name + "; there are " + known);
    }

    private static LoadListener tellingTo(PrintStream out) {
        return new LoadListener() {
            private @Nullable MeasuringEvent event;

            @Override
            public void preparing(Workload workload) {
                tell(out, "preparing", workload);
            }

            @Override
            public void measuring(Workload workload) {
                tell(out, "measuring", workload);
                event = new MeasuringEvent(workload.name());
                event.begin();
            }

            @Override
            public void checking(Workload workload) {
                if (event != null) {
                    event.commit();
                }
                tell(out, "checking", workload);
            }
        };
    }

    private static void tell(PrintStream out, String what, Workload workload) {
        out.println(what + " " + workload.name());
        out.flush();
    }
}
