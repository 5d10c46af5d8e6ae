/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.machine.Machine;
import io.varve.benchmark.compare.peer.ClientLibrary;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.run.LoadJvm;
import io.varve.benchmark.compare.system.SystemRecipe;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Under which conditions figures were taken: machine, versions and every setting that isn't a default. */
final class Conditions {
    private static final double BYTES_PER_GB = 1e9;
    private static final double BYTES_PER_MB = 1e6;
    private static final double MILLIS_PER_SECOND = 1_000;

    /** What the names of its systems begin with. */
    private static final String VARVE = "varve";

    private record Client(String lane, Map<String, String> settings) {}

    private Conditions() {}

    /** Which commit of Varve was measured on what: a line each, with its workloads if there are several. */
    static String parts(List<RunConditions.Part> parts) {
        return parts.stream()
                .map(part -> "Varve is " + part.commit()
                        + (parts.size() == 1 ? "" : " in " + String.join(", ", part.workloads())) + ", on "
                        + machine(part.machine()) + ".\n")
                .collect(Collectors.joining("\n"));
    }

    private static String machine(Machine machine) {
        return String.format(
                Locale.ROOT,
                "%d processors (%s), %.0f GB of memory, %s, %s",
                machine.processors(),
                machine.processor(),
                machine.memoryBytes() / BYTES_PER_GB,
                machine.kernel(),
                machine.java());
    }

    /** What was measured for how long. */
    static String scale(Scale scale) {
        return String.format(
                Locale.ROOT,
                "A system that was started is loaded for %s s as much as it takes and for %s s steadily. Then the "
                        + "client that is measured puts its load on it for %s s%s. It has "
                        + "at least %s s to warm up again; what is measured lasts %s s where it goes as fast as it can, and %s s at "
                        + "a fixed rate. Backlogs have %,.0f MB.%n",
                seconds(scale.startMillis()),
                seconds(scale.startMillis()),
                seconds(scale.warmingMillis()),
                again(scale),
                seconds(scale.warmUpMillis()),
                seconds(scale.durationMillis()),
                seconds(scale.steadyMillis()),
                scale.backlogBytes() / BYTES_PER_MB);
    }

    private static String again(Scale scale) {
        return scale.waitsForCompilers()
                ? String.format(
                        Locale.ROOT,
                        ", and again, %d times at most, until its own compilers and the system's together take less than a tenth of a "
                                + "processor, at a fixed rate %d times at least",
                        scale.warmings(),
                        Scale.LEAST_AT_A_RATE)
                : ", so that both may still be compiled while they are measured, which costs systems of several processes more than "
                        + "others";
    }

    private static String seconds(long millis) {
        return NumberFormat.getInstance(Locale.ROOT).format(millis / MILLIS_PER_SECOND);
    }

    /** Systems, with versions and settings. */
    static String systems(Collection<SystemRecipe> recipes, List<RunConditions.Part> parts) {
        String commits =
                parts.stream().map(RunConditions.Part::commit).distinct().collect(Collectors.joining(", "));
        Markdown table = new Markdown(List.of("system", "what", "version", "settings"));
        for (SystemRecipe recipe : recipes) {
            String version = recipe.name().startsWith(VARVE) ? commits : recipe.version();
            table.row(List.of(recipe.name(), recipe.title(), version, settings(recipe.settings())));
        }
        return table.text();
    }

    /** What every client has, by its driver. */
    static String libraries(Collection<ClientLibrary> libraries) {
        Markdown table = new Markdown(List.of("driver", "library", "set in every workload"));
        libraries.forEach(each -> table.row(List.of(each.driver(), each.library(), settings(each.fixedSettings()))));
        return "Each load generator is a JVM of its own: `" + String.join(" ", LoadJvm.OPTIONS) + "`.\n\n"
                + table.text();
    }

    /** Clients that don't run with their defaults. */
    static String clients(List<Case> cases) {
        Map<Client, List<String>> workloads = new LinkedHashMap<>();
        for (Case each : cases) {
            for (Entry entry : each.entries()) {
                if (!entry.lane().settings().isEmpty()) {
                    Client client = new Client(entry.lane().name(), entry.lane().settings());
                    workloads
                            .computeIfAbsent(client, first -> new ArrayList<>())
                            .add(each.id());
                }
            }
        }
        Markdown table = new Markdown(List.of("client", "in", "settings"));
        workloads.forEach((client, ids) ->
                table.row(List.of(client.lane(), String.join(", ", ids), settings(client.settings()))));
        return table.text();
    }

    private static String settings(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "`" + setting.getKey() + "=" + setting.getValue() + "`")
                .collect(Collectors.joining(" "));
    }
}
