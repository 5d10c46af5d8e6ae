/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.client.VarveClient;
import io.varve.server.config.Configuration;
import io.varve.server.demo.DemoRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve demo}: the main job on a throw-away cluster, every record checked. */
@Command(
        name = "demo",
        description =
                "Shows the main job end to end on a throw-away cluster of three bookies, and checks every record.",
        footer = {
            "",
            "Publishes, consumes with a group, seals, tiers to a directory, deletes the ledgers, replays from objects.",
            "Exits with 0 only if every record came back in order, once and with the same bytes; with 5 if not.",
            "",
            "Example:",
            "  varve demo --records 200000"
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int VERIFICATION_FAILED = 5;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Records to publish, at least 1 (default: ${DEFAULT-VALUE}).")
    private int records;

    @Option(
            names = "--record-bytes",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Size of a record's value, 1 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int recordBytes;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the records' bytes.")
    private long seed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        require("--records", records, 1, 5_000_000);
        require("--record-bytes", recordBytes, 1, 1_000_000);
        PrintWriter out = spec.commandLine().getOut();
        Path data = Files.createTempDirectory("varve-demo");
        LogFiles.in(data.resolve("logs"));
        try {
            List<String> problems = run(data, out);
            problems.forEach(problem -> out.println("WRONG      " + problem));
            out.println(problems.isEmpty() ? "all right" : "not all right");
            return problems.isEmpty() ? 0 : VERIFICATION_FAILED;
        } finally {
            delete(data);
        }
    }

    private List<String> run(Path data, PrintWriter out) throws IOException {
        long start = System.nanoTime();
        Configuration configuration = new Configuration(
                Sections.ALL,
                Map.of(),
                Map.of(),
                Map.of(
                        "standalone.bookies", "3",
                        "native.port", "0",
                        "http.port", "0",
                        "tiering.ledger-delay", "0s"));
        try (Standalone standalone = new Standalone(configuration, data)) {
            out.println(String.format(
                    Locale.ROOT,
                    "started    ZooKeeper, 3 bookies and a broker in %.1f s, data in %s",
                    (System.nanoTime() - start) / 1e9,
                    data));
            out.flush();
            String server = Objects.requireNonNull(standalone.addresses().get("native"));
            try (VarveClient client =
                    VarveClient.builder().servers(server).clientId("demo").build()) {
                return new DemoRun(client, standalone::ledgerIds, out).run(records, recordBytes, seed);
            }
        }
    }

    private void require(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), option + ": " + value + " is not between " + min + " and " + max);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
