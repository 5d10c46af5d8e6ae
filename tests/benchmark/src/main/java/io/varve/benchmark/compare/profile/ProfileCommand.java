/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.profile;

import io.varve.benchmark.compare.peer.Checkout;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Cases;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.plan.Selection;
import io.varve.benchmark.compare.report.Page;
import io.varve.benchmark.compare.run.JarClassPath;
import io.varve.benchmark.compare.run.RecordedRun;
import io.varve.benchmark.compare.system.VarveStandalone;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code varve bench profile}. */
@Command(
        name = "varve bench profile",
        description =
                "Runs the workloads of 'varve bench compare' on Varve alone, one server with three bookies for each, "
                        + "while the JVM's flight recorder watches server and client, and says where the time goes. Recording "
                        + "costs some percent: the comparison has the figures.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ProfileCommand implements Callable<Integer> {
    private static final String TIERING = "varve-tiering";
    private static final String OVER_S3 = "varve-s3";
    private static final long MB = 1_000_000;

    @Option(names = "--workload", split = ",", paramLabel = "W", description = "Only these: W1 to W10, W4-max, W6-16.")
    private List<String> workloads = List.of();

    @Option(
            names = "--backlog-mb",
            paramLabel = "MB",
            defaultValue = "1000",
            description = "Size of the backlogs that are drained; default 1000.")
    private long backlogMb;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "For recordings and logs; default a new one below tests/benchmark/target/profile.")
    private Path out = Path.of("");

    @Option(
            names = "--report-only",
            description = "Runs nothing: reads the recordings that --out has, of the same workloads.")
    private boolean reportOnly;

    @Option(names = "--docs", description = "Writes what it finds into docs/benchmarks.md too.")
    private boolean docs;

    @Option(names = "--checkout", hidden = true, defaultValue = ".")
    private Path checkout = Path.of(".");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new ProfileCommand());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("varve: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (reportOnly && out.toString().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--report-only needs --out, where recordings are");
        }
        Checkout source = new Checkout(checkout.toAbsolutePath().normalize());
        Path directory = Files.createDirectories(directory(source));
        Scale scale = Scale.FULL.backlog(backlogMb * MB);
        PrintWriter terminal = spec.commandLine().getOut();
        RecordedRun run = new RecordedRun(scale, new JarClassPath(source), Profile.SETTINGS);
        StringBuilder text = new StringBuilder();
        for (Case each : Selection.of(Cases.at(scale), workloads)) {
            Path own = directory.resolve(each.id());
            if (!reportOnly) {
                terminal.println(each.id() + " ...");
                terminal.flush();
                Entry entry = entry(each);
                run.perform(entry, recipe(entry, source), own);
            }
            text.append(text(each, RecordedRun.Recordings.in(own)));
        }
        terminal.print(text);
        terminal.flush();
        Files.writeString(directory.resolve("profile.md"), text);
        if (docs) {
            Page.PROFILES.replace(source.root().resolve("docs").resolve("benchmarks.md"), text.toString());
        }
        return 0;
    }

    private static String text(Case each, RecordedRun.Recordings recordings) throws IOException {
        List<Window> windows = Window.in(recordings.client());
        // What comes before the last one compiles the client.
        Window window = windows.get(windows.size() - 1);
        return new ProfileText(each, window)
                .text(
                        Profile.of(recordings.server(), window, Role::of),
                        Profile.of(recordings.client(), window, thread -> Role.OTHERS));
    }

    /** Varve's own lane: with tiering, in one process. */
    private static Entry entry(Case each) {
        return each.entries().stream()
                .filter(entry -> List.of(TIERING, OVER_S3).contains(entry.lane().system())
                        && entry.lane().driver().startsWith("varve"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(each.id() + " isn't run on Varve with tiering"));
    }

    private static VarveStandalone recipe(Entry entry, Checkout source) throws IOException {
        String name = entry.lane().system();
        VarveStandalone plain = name.equals(OVER_S3)
                ? VarveStandalone.overS3(name, source)
                : VarveStandalone.overDirectory(name, source, false);
        return plain.with(List.of("-XX:StartFlightRecording=" + String.join(",", Profile.SETTINGS)));
    }

    private Path directory(Checkout source) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return out.toString().isEmpty()
                ? source.benchmark()
                        .resolve("target")
                        .resolve("profile")
                        .resolve(now.toString().replace(':', '-'))
                : out.toAbsolutePath().normalize();
    }
}
