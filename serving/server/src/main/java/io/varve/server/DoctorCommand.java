/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.server.config.Configuration;
import io.varve.server.config.InvalidConfiguration;
import io.varve.server.doctor.Finding;
import io.varve.server.doctor.Machine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve doctor}: whether a broker with this configuration could work here. */
@Command(
        name = "doctor",
        description = "Looks at everything that a broker with this configuration needs, and changes nothing.",
        footer = {
            "",
            "One line a check: configuration, data directory, ports, open files, memory, object store, ZooKeeper, cluster, "
                    + "clock, bookies. What is bad says what to do. Exits with 0 when all is good, with 1 when not. The "
                    + "ports are taken while the broker runs: ask before it starts.",
            "",
            "Example:",
            "  varve doctor --config varve.properties"
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final int NOT_GOOD = 1;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LogFiles.nowhere();
        List<Finding> findings;
        try {
            findings = look(options.load());
        } catch (InvalidConfiguration e) {
            findings = List.of(Finding.bad("configuration", String.valueOf(e.getMessage())));
        }
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(finding -> out.printf(
                "%-8s %-14s %s%n", finding.verdict().name().toLowerCase(Locale.ROOT), finding.check(), finding.text()));
        out.flush();
        return findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.BAD) ? NOT_GOOD : 0;
    }

    private static List<Finding> look(Configuration configuration) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                configuration.warnings().isEmpty()
                        ? Finding.ok("configuration", configuration.entries().size() + " keys")
                        : Finding.bad("configuration", String.join("; ", configuration.warnings())));
        var nativeConfig = configuration.get(Sections.NATIVE);
        var http = configuration.get(Sections.HTTP);
        findings.add(Machine.directory(configuration.get(Sections.DATA).dir()));
        findings.add(Machine.port("native.port", nativeConfig.host(), nativeConfig.port()));
        findings.add(Machine.port("http.port", http.host(), http.port()));
        findings.add(Machine.openFiles());
        findings.add(memory(DirectMemory.of(configuration), DirectMemory.given()));
        ObjectsConfig objects = configuration.get(Sections.OBJECTS);
        findings.add(Finding.of(
                "objects",
                ClusterChecks.OBJECTS_REMEDY,
                () -> ClusterChecks.objects(
                        objects, configuration.get(Sections.DATA).dir())));
        String zooKeeper = configuration.get(Sections.CLUSTER).zookeeper();
        if (zooKeeper.isEmpty()) {
            findings.add(Finding.skipped(
                    "zookeeper", "cluster.zookeeper isn't set; a broker needs it, a standalone server doesn't"));
        } else {
            findings.addAll(new ClusterChecks(zooKeeper).run());
        }
        return findings;
    }

    private static Finding memory(DirectMemory memory, long given) {
        String check = "memory";
        String text = memory.text(given);
        return memory.fits(given) ? Finding.ok(check, text) : Finding.bad(check, text + "; " + memory.remedy());
    }
}
