/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.plan.Session;
import io.varve.benchmark.compare.system.SystemRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Runs all sessions of a comparison, one after the other. */
public final class Comparison {
    private final Map<String, SystemRecipe> recipes;
    private final Scale scale;
    private final LoadClassPath classPath;
    private final Path directory;
    private final PrintWriter out;

    /**
     * @param recipes by name
     * @param classPath of load generators
     * @param directory for everything that is started; a directory for each session is made in it
     * @param out takes a line for each run
     */
    public Comparison(
            Map<String, SystemRecipe> recipes, Scale scale, LoadClassPath classPath, Path directory, PrintWriter out) {
        this.recipes = Map.copyOf(recipes);
        this.scale = scale;
        this.classPath = classPath;
        this.directory = directory;
        this.out = out;
    }

    /**
     * Runs them. What fails is told as refused and doesn't end the comparison. Of the clients of a system that differ in their
     * settings only, one that was far behind in the first round isn't run in the others.
     *
     * @param before what was measured before: it isn't run again
     * @param measured is told each run as soon as it is over
     */
    public void perform(List<Session> sessions, List<Measurement> before, Consumer<Measurement> measured)
            throws InterruptedException {
        List<Measurement> known = List.copyOf(before);
        List<Measurement> sofar = new ArrayList<>(known);
        Consumer<Measurement> kept = run -> {
            sofar.add(run);
            measured.accept(run);
        };
        for (int i = 0; i < sessions.size(); i++) {
            Session session = Remaining.of(BetterClients.of(sessions.get(i), sofar), known);
            if (session.cases().isEmpty()) {
                continue;
            }
            say("round %d, start %d of %d: %s", session.round(), i + 1, sessions.size(), session.system());
            SystemRecipe recipe = recipes.get(session.system());
            if (recipe == null) {
                throw new IllegalArgumentException("no system is called " + session.system());
            }
            Path place = free(String.format(Locale.ROOT, "%03d-%s", i + 1, session.system()));
            try {
                new SessionRun(recipe, scale, classPath, place).perform(session, run -> {
                    say("    %-6s %-32s %s", run.workload(), run.lane(), summary(run, session));
                    kept.accept(run);
                });
            } catch (IOException | RuntimeException e) {
                say("    FAILED: %s", String.valueOf(e.getMessage()));
                refuseAll(session, "the system didn't start: " + e.getMessage(), kept);
            }
        }
    }

    /** A directory of this name that isn't there; a comparison that is continued has some. */
    private Path free(String name) {
        Path place = directory.resolve(name);
        for (int again = 2; Files.exists(place); again++) {
            place = directory.resolve(name + "-" + again);
        }
        return place;
    }

    private static void refuseAll(Session session, String reason, Consumer<Measurement> measured) {
        for (Case each : session.cases()) {
            each.entries()
                    .forEach(entry -> measured.accept(
                            Measurement.refused(each.id(), entry.lane().name(), session.round(), reason)));
        }
    }

    private static String summary(Measurement run, Session session) {
        if (!run.counts()) {
            return "REFUSED: " + run.refusal().orElse("");
        }
        StringBuilder line = new StringBuilder();
        for (Case each : session.cases()) {
            if (each.id().equals(run.workload())) {
                for (Metric metric : each.columns()) {
                    Double value = run.values().get(metric);
                    if (value != null) {
                        line.append(String.format(
                                Locale.ROOT,
                                "%s %." + metric.decimals() + "f %s, ",
                                metric.title(),
                                value,
                                metric.unit()));
                    }
                }
            }
        }
        line.append(String.format(
                Locale.ROOT, "server CPU %.1f s/GB", run.values().getOrDefault(Metric.SERVER_CPU, Double.NaN)));
        return line.toString();
    }

    private void say(String format, Object... arguments) {
        // A LocalTime's own text leaves out seconds that are 0.
        String time = DateTimeFormatter.ISO_LOCAL_TIME.format(
                LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));
        out.println(time + " " + String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
