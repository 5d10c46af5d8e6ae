/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare;

import io.varve.benchmark.compare.figure.Figures;
import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.machine.DiskUse;
import io.varve.benchmark.compare.machine.Machine;
import io.varve.benchmark.compare.peer.Checkout;
import io.varve.benchmark.compare.peer.ClientLibrary;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Cases;
import io.varve.benchmark.compare.plan.Order;
import io.varve.benchmark.compare.plan.OwnCases;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.plan.Selection;
import io.varve.benchmark.compare.plan.Session;
import io.varve.benchmark.compare.report.Page;
import io.varve.benchmark.compare.report.Report;
import io.varve.benchmark.compare.report.RunConditions;
import io.varve.benchmark.compare.run.Comparison;
import io.varve.benchmark.compare.run.JarClassPath;
import io.varve.benchmark.compare.system.Recipes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve bench compare}. */
@Command(
        name = "varve bench compare",
        description =
                "Starts Varve, Apache Kafka and Apache Pulsar on this machine, one after the other, puts the same loads on "
                        + "them, and writes tables and plots. Works in a source checkout; what it needs of the others is fetched by "
                        + "Maven, once.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CompareCommand implements Callable<Integer> {
    /**
     * Between two starts three clients of one system write the backlogs of two workloads, in three copies; a third as much is left
     * for journals and for the workloads beside them.
     */
    private static final int COPIES_ON_DISK = 24;

    private static final long BYTES_PER_MB = 1_000_000;

    private static final int DEFAULT_ROUNDS = 3;
    private static final int DEFAULT_TOGETHER = 6;

    @Option(names = "--quick", description = "A first impression within 12 minutes: four workloads, short, one round.")
    private boolean quick;

    @Option(
            names = "--workload",
            split = ",",
            paramLabel = "W",
            description =
                    "Only these: W1 to W10; W4 and W6 have a second form each, W4-max and W6-16. Varve alone: H1 and H5, "
                            + "HTTP beside the native client; M1 and M1-16, with and without message ids.")
    private List<String> workloads = List.of();

    @Option(
            names = "--systems",
            split = ",",
            paramLabel = "NAME",
            description = "Only these of: varve, varve-tiering, "
                    + "varve-cluster, varve-cluster-tiering, varve-s3, kafka, kafka-fsync, pulsar.")
    private List<String> systems = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "How often each workload is run; default 3, quick 1.")
    private int rounds;

    @Option(
            names = "--together",
            paramLabel = "N",
            description =
                    "How many workloads, of all that are run, there are between two starts of a system; default 6, quick "
                            + "all. The order and the starts are the same for all systems; each client of W4 and W4-max "
                            + "has a start of its own.")
    private int together;

    @Option(
            names = "--backlog-mb",
            paramLabel = "MB",
            description =
                    "Size of the backlogs that are drained; default 4000, quick 200, less when the disk is small.")
    private long backlogMb;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description =
                    "How many seconds a system that was started is loaded as much as it takes, and then steadily, before "
                            + "anything else; default 8, quick 5.")
    private int warmUpSeconds;

    @Option(names = "--seed", paramLabel = "N", description = "Of the order of everything.", defaultValue = "1")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "For report, plots, logs and, meanwhile, all data; default "
                    + "a new one below tests/benchmark/target/compare.")
    private Path out = Path.of("");

    @Option(names = "--docs", description = "Writes the figures into docs/benchmarks.md too.")
    private boolean docs;

    @Option(
            names = "--continue",
            description =
                    "Goes on with the comparison that --out has, after an interruption or with other workloads: what was "
                            + "measured isn't run again. Durations and backlogs have to be the same, and what a workload's "
                            + "figures have in common: commit and machine. What comes after an interruption finds a "
                            + "server that was just started.")
    private boolean continued;

    @Option(
            names = "--report-only",
            description = "Runs nothing: writes the report of the measurements that --out has.")
    private boolean reportOnly;

    @Option(names = "--checkout", hidden = true, defaultValue = ".")
    private Path checkout = Path.of(".");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new CompareCommand());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("varve: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Checkout source = new Checkout(checkout.toAbsolutePath().normalize());
        Path directory = Files.createDirectories(directory(source, started));
        ConditionsFile kept = new ConditionsFile(directory.resolve("conditions.json"));
        Scale scale = scale(kept, directory);
        List<Case> peers = Cases.at(scale);
        List<Case> own = OwnCases.at(scale);
        List<Case> all = Stream.concat(peers.stream(), own.stream()).toList();
        List<Case> cases = selected(all);
        List<String> names = systems(cases);
        int times = rounds > 0 ? rounds : quick ? 1 : DEFAULT_ROUNDS;
        int perStart = together > 0 ? together : quick ? cases.size() : DEFAULT_TOGETHER;

        PrintWriter terminal = spec.commandLine().getOut();
        MeasurementFile file = new MeasurementFile(directory.resolve("measurements.json"));
        CallFile calls = new CallFile(directory.resolve("calls.txt"));
        List<Measurement> measured = new ArrayList<>(reportOnly || continued ? file.read() : List.of());
        RunConditions conditions = conditions(kept, scale, cases, source);
        if (!reportOnly) {
            source.checkBuilt();
            kept.write(conditions);
            calls.write(heading(started, times, perStart), continued);
            List<Session> sessions = Order.sessions(cases, names, times, perStart, seed);
            terminal.println("report and logs: " + directory);
            new Comparison(Recipes.of(names, source), scale, new JarClassPath(source), directory, terminal)
                    .perform(sessions, measured, run -> {
                        measured.add(run);
                        file.write(measured);
                    });
        }
        report(all, measured, calls, conditions, source).write(directory);
        if (docs) {
            Path pages = source.root().resolve("docs");
            report(peers, measured, calls, conditions, source).writeInto(pages, Page.FIGURES);
            report(own, measured, calls, conditions, source).writeInto(pages, Page.OWN_FIGURES);
        }
        terminal.println(Files.readString(directory.resolve("report.md")));
        terminal.println("report, plots and logs: " + directory);
        terminal.flush();
        return measured.stream().allMatch(Measurement::counts) ? 0 : 1;
    }

    /** Of those of the workloads that were run. */
    private static Report report(
            List<Case> of, List<Measurement> measured, CallFile calls, RunConditions conditions, Checkout source)
            throws IOException, InterruptedException {
        List<Case> shown = Selection.measured(of, measured);
        return new Report(
                calls.read(),
                conditions,
                Recipes.of(systems(shown), source).values(),
                libraries(shown, source),
                shown,
                Selection.leftOut(of, shown),
                new Figures(measured));
    }

    private static List<ClientLibrary> libraries(List<Case> cases, Checkout source)
            throws IOException, InterruptedException {
        LinkedHashSet<String> drivers = new LinkedHashSet<>();
        cases.forEach(
                each -> each.entries().forEach(entry -> drivers.add(entry.lane().driver())));
        List<ClientLibrary> libraries = new ArrayList<>();
        for (String driver : drivers) {
            libraries.add(ClientLibrary.of(driver, source));
        }
        return libraries;
    }

    private Path directory(Checkout source, Instant started) {
        if (!out.toString().isEmpty()) {
            return out.toAbsolutePath().normalize();
        }
        return source.benchmark()
                .resolve("target")
                .resolve("compare")
                .resolve(started.toString().replace(':', '-'));
    }

    /** That which it was begun with; the present one has to be the same if it goes on. */
    private Scale scale(ConditionsFile kept, Path directory) throws IOException {
        if (!reportOnly && !continued) {
            return scale(freshBacklog(directory));
        }
        RunConditions begun = kept.read();
        if (!reportOnly) {
            // It may be less than what was asked for, as the disk allowed then, and would allow something else now.
            long present = begun.scale().backlogBytes();
            long backlogBytes = backlogMb > 0 ? Math.min(backlogMb * BYTES_PER_MB, present) : present;
            ConditionsFile.checkSame(begun, scale(backlogBytes));
        }
        return begun.scale();
    }

    /** With what is measured now; fails if something of it was measured at another commit or on another machine before. */
    private RunConditions conditions(ConditionsFile kept, Scale scale, List<Case> cases, Checkout source)
            throws IOException {
        if (reportOnly) {
            return kept.read();
        }
        List<String> ids = cases.stream().map(Case::id).toList();
        RunConditions before = continued ? kept.read() : new RunConditions(scale, List.of());
        return before.with(source.commit(), Machine.here(), ids);
    }

    private Scale scale(long backlogBytes) {
        Scale scale = quick ? Scale.QUICK : Scale.FULL;
        if (warmUpSeconds > 0) {
            scale = scale.start(warmUpSeconds * 1_000L);
        }
        return scale.backlog(backlogBytes);
    }

    private long freshBacklog(Path directory) throws IOException {
        long usual = (quick ? Scale.QUICK : Scale.FULL).backlogBytes();
        long wanted = backlogMb > 0 ? backlogMb * BYTES_PER_MB : usual;
        return Math.min(wanted, DiskUse.free(directory) / COPIES_ON_DISK);
    }

    private List<Case> selected(List<Case> all) {
        List<Case> cases = quick && workloads.isEmpty() ? Selection.quick(all) : Selection.of(all, workloads);
        return systems.isEmpty() ? cases : Selection.on(cases, systems);
    }

    private static List<String> systems(List<Case> cases) {
        LinkedHashSet<String> used = new LinkedHashSet<>();
        cases.forEach(
                each -> each.entries().forEach(entry -> used.add(entry.lane().system())));
        return Recipes.NAMES.stream().filter(used::contains).toList();
    }

    /** What was asked for, without where it is put. */
    private List<String> choices() {
        List<String> arguments =
                new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
        int at = arguments.indexOf("--out");
        if (at >= 0) {
            arguments.subList(at, Math.min(at + 2, arguments.size())).clear();
        }
        return arguments;
    }

    private String heading(Instant started, int times, int perStart) {
        return "Taken from " + started + " on by `bin/varve bench compare "
                + String.join(" ", choices())
                + "`: " + times + (times == 1 ? " round" : " rounds, interleaved")
                + ", " + perStart + " workloads for each start of a system, order by seed " + seed + ".";
    }
}
