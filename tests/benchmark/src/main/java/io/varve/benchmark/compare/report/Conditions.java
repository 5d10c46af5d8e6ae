/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.machine.Machine;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.system.SystemRecipe;
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

    private record Client(String lane, Map<String, String> settings) {}

    private Conditions() {}

    static String machine(Machine machine) {
        return String.format(
                Locale.ROOT,
                "%d processors (%s), %.0f GB of memory, %s, %s.%n",
                machine.processors(),
                machine.processor(),
                machine.memoryBytes() / BYTES_PER_GB,
                machine.kernel(),
                machine.java());
    }

    /** Systems, with versions and settings. */
    static String systems(Collection<SystemRecipe> recipes) {
        Markdown table = new Markdown(List.of("system", "what", "version", "settings"));
        recipes.forEach(recipe ->
                table.row(List.of(recipe.name(), recipe.title(), recipe.version(), settings(recipe.settings()))));
        return table.text();
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
