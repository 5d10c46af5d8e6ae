/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos;

import io.varve.chaos.load.LoadPlan;
import io.varve.server.local.ClusterSize;
import io.varve.server.node.StartRefused;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a cluster of processes under load while things go wrong, and checks what its clients were told. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description =
                "Runs a cluster of processes on this machine under load, kills, pauses and cuts off parts of it, and checks"
                        + " that clients were told nothing that can't be.",
        footer = {
            "",
            "Reports what clients asked for and were told, each fault with what shows that it bit, anomalies, and for how long"
                    + " partitions took no records. Exit code 0 when all is as it has to be, 5 when it isn't, 1 when the run"
                    + " couldn't be made. Progress goes to stderr. DIR keeps configurations, logs and the clients' history.",
            "",
            "Example:",
            "  varve chaos --minutes 10 --seed 1"
        })
public final class Main implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int NOT_PASSED = 5;

    private enum Form {
        TEXT,
        JSON
    }

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "For how long faults begin (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description =
                    "Of which faults come in which order, and of what clients choose (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Brokers (default: ${DEFAULT-VALUE}).")
    private int brokers;

    @Option(
            names = "--bookies",
            paramLabel = "N",
            defaultValue = "4",
            description = "Bookies, at least 3 (default: ${DEFAULT-VALUE}).")
    private int bookies;

    @Option(
            names = "--zookeepers",
            paramLabel = "1|3|5|7",
            defaultValue = "3",
            description = "ZooKeeper servers (default: ${DEFAULT-VALUE}).")
    private int zooKeepers;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "8",
            description = "Shards of the cluster (default: ${DEFAULT-VALUE}).")
    private int shards;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where everything is kept, empty or not there (default: a new directory for temporary files).")
    private @Nullable Path data;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Form of the report (default: ${DEFAULT-VALUE}).")
    private Form form = Form.TEXT;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final PrintStream out;
    private final PrintStream err;

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Exit codes: 0 passed, 1 the run couldn't be made, 2 usage, 5 not passed. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        // Libraries print too, and stdout is the report's.
        System.setOut(System.err);
        System.exit(new CommandLine(new Main(out, System.err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Path directory = data == null ? Files.createTempDirectory("varve-chaos-") : data;
            ChaosPlan plan = plan(directory.toAbsolutePath());
            // Before anything logs.
            System.setProperty("varve.logs", plan.data().resolve("logs").toString());
            if (System.getProperty("logback.configurationFile") == null) {
                System.setProperty("logback.configurationFile", "varve-logback.xml");
            }
            err.println("everything is kept in " + plan.data());
            ChaosReport report = ChaosRun.run(plan, err::println);
            String text = form == Form.JSON ? ReportJson.of(report) : ReportText.of(report);
            Files.writeString(plan.data().resolve(form == Form.JSON ? "report.json" : "report.txt"), text);
            out.print(text);
            out.flush();
            return report.unmet().isEmpty() ? 0 : NOT_PASSED;
        } catch (IOException | StartRefused e) {
            err.println("varve: " + e.getMessage());
            return FAILED;
        }
    }

    private ChaosPlan plan(Path directory) {
        try {
            return new ChaosPlan(
                    directory,
                    new ClusterSize(brokers, bookies, zooKeepers),
                    shards,
                    Duration.ofMillis(Math.round(minutes * 60_000)),
                    seed,
                    LoadPlan.usual(seed),
                    Set.of());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
