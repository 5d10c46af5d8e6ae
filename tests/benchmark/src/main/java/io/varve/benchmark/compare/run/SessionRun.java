/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.machine.DiskUse;
import io.varve.benchmark.compare.machine.Machine;
import io.varve.benchmark.compare.plan.Case;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.plan.Session;
import io.varve.benchmark.compare.system.RunningSystem;
import io.varve.benchmark.compare.system.SystemRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Starts a system, warms it, and takes it through its workloads. */
final class SessionRun {
    private final SystemRecipe recipe;
    private final Scale scale;
    private final LoadClassPath classPath;
    private final Path directory;

    /** @param directory for the system's data, which are deleted in the end, and for logs, which stay */
    SessionRun(SystemRecipe recipe, Scale scale, LoadClassPath classPath, Path directory) {
        this.recipe = recipe;
        this.scale = scale;
        this.classPath = classPath;
        this.directory = directory;
    }

    /** @param measured is told each run as soon as it is over, those too that don't count */
    void perform(Session session, Consumer<Measurement> measured) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (RunningSystem system = recipe.start(directory)) {
            for (Lane lane : WarmUp.lanes(session)) {
                WarmUp.perform(track(lane, system, WarmUp.NAME + "-" + lane.driver()), lane, scale);
            }
            Settling.await(system, Duration.ofMillis(scale.settleMillis()));
            for (Case each : session.cases()) {
                for (Entry entry : each.entries()) {
                    measured.accept(run(system, session, each, entry));
                }
            }
        } finally {
            DiskUse.delete(directory.resolve("data"));
        }
    }

    private Measurement run(RunningSystem system, Session session, Case each, Entry entry)
            throws IOException, InterruptedException {
        String lane = entry.lane().name();
        try {
            system.checkAlive();
            double load = Machine.load();
            long left = DiskUse.of(system.data());
            long written = system.usage().writtenBytes();
            Track track = track(entry.lane(), system, each.id() + "-" + fileName(lane));
            Map<Metric, Double> values = new ScriptRun(track, system, scale).perform(entry.script());
            Settling.await(system, Duration.ofMillis(scale.settleMillis()));
            values.put(Metric.LOAD_BEFORE, load);
            if (track.writtenBytes() > 0) {
                double bytes = track.writtenBytes();
                values.put(Metric.DISK_WRITTEN, (system.usage().writtenBytes() - written) / bytes);
                values.put(Metric.DISK_LEFT, (DiskUse.of(system.data()) - left) / bytes);
            }
            return Measurement.checked(each.id(), lane, session.round(), values);
        } catch (Refused e) {
            return Measurement.refused(each.id(), lane, session.round(), String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            return Measurement.refused(each.id(), lane, session.round(), "failed: " + e.getMessage());
        }
    }

    private Track track(Lane lane, RunningSystem system, String name) throws IOException, InterruptedException {
        return new Track(lane, system, classPath.of(lane.driver()), directory, name);
    }

    private static String fileName(String lane) {
        return lane.replaceAll("[^A-Za-z0-9]+", "-");
    }
}
