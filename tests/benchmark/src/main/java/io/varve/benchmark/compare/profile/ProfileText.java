/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.profile;

import io.varve.benchmark.compare.plan.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The part of the page that is about one workload. */
final class ProfileText {
    private static final int METHODS = 3;
    private static final int CLASSES = 2;
    private static final int WAITS = 5;
    private static final double LEAST_CORES = 0.01;
    private static final double MB = 1e6;

    private final Case each;
    private final Window window;

    ProfileText(Case each, Window window) {
        this.each = each;
        this.window = window;
    }

    /** In Markdown. */
    String text(Profile server, Profile client) {
        StringBuilder text = new StringBuilder();
        text.append("#### ").append(each.id()).append(": ").append(each.title()).append("\n\n");
        text.append("| | user, cores | system, cores | methods that ran most often | allocated, MB/s |\n")
                .append("| --- | --- | --- | --- | --- |\n");
        for (Role role : Role.values()) {
            line(role.title(), server, role).forEach(text::append);
        }
        line("client", client, Role.OTHERS).forEach(text::append);
        text.append("\nWaits: server ")
                .append(waits(server.waits()))
                .append("; client ")
                .append(waits(client.waits()))
                .append(".\n\n");
        return text.toString();
    }

    private List<String> line(String title, Profile profile, Role role) {
        double[] cores = profile.cores(role);
        Shares methods = profile.methods(role);
        if (cores[0] + cores[1] < LEAST_CORES) {
            return List.of();
        }
        String most = methods.largest(METHODS).stream()
                .map(entry -> String.format(
                        Locale.ROOT, "`%s` %.0f %%", entry.getKey(), 100 * entry.getValue() / methods.sum()))
                .collect(Collectors.joining(", "));
        return List.of(String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %s | %s |\n",
                title,
                cores[0],
                cores[1],
                most,
                allocated(profile.allocated(role))));
    }

    private String allocated(Shares bytes) {
        String classes = bytes.largest(CLASSES).stream()
                .map(entry -> String.format(
                        Locale.ROOT, "`%s` %.0f %%", readable(entry.getKey()), 100 * entry.getValue() / bytes.sum()))
                .collect(Collectors.joining(", "));
        String rate = String.format(Locale.ROOT, "%.1f", bytes.sum() / MB / window.seconds());
        return classes.isEmpty() ? rate : rate + ": " + classes;
    }

    /** The JVM's names of arrays aren't for people. */
    private static String readable(String name) {
        return switch (name) {
            case "[B" -> "byte[]";
            case "[I" -> "int[]";
            case "[J" -> "long[]";
            case "[C" -> "char[]";
            default ->
                name.startsWith("[L") ? name.substring(name.lastIndexOf('.') + 1, name.length() - 1) + "[]" : name;
        };
    }

    private static String waits(Waits waits) {
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, Waits.Wait> entry : waits.longest(WAITS)) {
            Waits.Wait wait = entry.getValue();
            all.add(String.format(
                    Locale.ROOT,
                    "%s %,d × %.1f ms, at most %.0f ms",
                    entry.getKey(),
                    wait.number(),
                    wait.nanos() / MB / wait.number(),
                    wait.most() / MB));
        }
        return all.isEmpty() ? "none" : String.join("; ", all);
    }
}
