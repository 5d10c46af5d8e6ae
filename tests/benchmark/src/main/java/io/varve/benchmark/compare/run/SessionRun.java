/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.figure.Measurement;
import io.varve.benchmark.compare.figure.Metric;
import io.varve.benchmark.compare.machine.DiskUse;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.plan.Session;
import io.varve.benchmark.compare.system.Rest;
import io.varve.benchmark.compare.system.RunningSystem;
import io.varve.benchmark.compare.system.SystemRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        List<Turn> turns = Turn.of(session);
        try (RunningSystem system = recipe.start(directory)) {
            warmUp(session, system);
            settle(system, Turn.areTimesFirst(turns, 0));
            for (int i = 0; i < turns.size(); i++) {
                measured.accept(run(system, turns.get(i), Turn.areTimesFirst(turns, i + 1)));
            }
        } catch (Refused e) {
            turns.forEach(turn -> measured.accept(turn.refused("the warm-up was refused: " + e.getMessage())));
        } finally {
            DiskUse.delete(directory.resolve("data"));
        }
    }

    private void warmUp(Session session, RunningSystem system) throws IOException, InterruptedException, Refused {
        for (Lane lane : WarmUp.lanes(session)) {
            WarmUp.perform(track(lane, system, WarmUp.NAME + "-" + lane.driver()), lane, scale);
        }
    }

    private Measurement run(RunningSystem system, Turn turn, boolean areTimesNext) throws InterruptedException {
        try {
            system.checkAlive();
            return measure(system, turn, areTimesNext);
        } catch (IOException | RuntimeException e) {
            return turn.refused("failed: " + e.getMessage());
        }
    }

    private Measurement measure(RunningSystem system, Turn turn, boolean areTimesNext)
            throws IOException, InterruptedException {
        long left = DiskUse.of(system.data());
        long written = system.usage().writtenBytes();
        system.forgetPeaks();
        Track track = track(
                turn.lane(),
                system,
                turn.workload().id() + "-" + fileName(turn.lane().name()));
        Map<Metric, Double> values;
        try {
            values = new ScriptRun(track, system, scale).perform(turn.entry().script());
        } catch (Refused e) {
            settle(system, areTimesNext);
            return turn.refused(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            settleAfter(e, system, areTimesNext);
            throw e;
        }
        settle(system, areTimesNext);
        if (track.writtenBytes() > 0) {
            double bytes = track.writtenBytes();
            values.put(Metric.DISK_WRITTEN, (system.usage().writtenBytes() - written) / bytes);
            values.put(Metric.DISK_LEFT, (DiskUse.of(system.data()) - left) / bytes);
        }
        return turn.measured(values);
    }

    /** What it left behind isn't for the next one to pay, either; unless there is no system any more, which the failure tells. */
    private void settleAfter(Exception failure, RunningSystem system, boolean areTimesNext)
            throws InterruptedException {
        try {
            settle(system, areTimesNext);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void settle(RunningSystem system, boolean areTimesNext) throws IOException, InterruptedException {
        Rest rest = system.rest();
        Settling.await(
                system, areTimesNext ? rest.beforeTimes() : rest.usual(), Duration.ofMillis(scale.settleMillis()));
    }

    private Track track(Lane lane, RunningSystem system, String name) {
        return new Track(lane, system, classPath, directory, name);
    }

    private static String fileName(String lane) {
        return lane.replaceAll("[^A-Za-z0-9]+", "-");
    }
}
