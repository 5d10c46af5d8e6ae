/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.machine.DiskUse;
import io.varve.benchmark.compare.plan.Entry;
import io.varve.benchmark.compare.plan.Lane;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.process.ChildProcess;
import io.varve.benchmark.compare.system.RunningSystem;
import io.varve.benchmark.compare.system.SystemRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One workload on a system of its own, whose server, like the load generator, makes a flight recording. */
public final class RecordedRun {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Scale scale;
    private final LoadClassPath classPath;
    private final List<String> settings;

    /** @param settings of the load generator's recording, but for its file */
    public RecordedRun(Scale scale, LoadClassPath classPath, List<String> settings) {
        this.scale = scale;
        this.classPath = classPath;
        this.settings = List.copyOf(settings);
    }

    /**
     * The recordings.
     *
     * @param server of the server, from its start on
     * @param client of the load generator that was measured
     */
    public record Recordings(Path server, Path client) {
        /** Those of a run in a directory of its own. */
        public static Recordings in(Path directory) {
            return new Recordings(directory.resolve("server.jfr"), directory.resolve("client.jfr"));
        }
    }

    /**
     * Runs it, and leaves {@linkplain Recordings#in recordings} in its directory.
     *
     * @param recipe of a system whose JVM records from its start on
     * @param directory for the recordings, and meanwhile for all else
     * @throws IOException if it fails, or what it measured is refused
     */
    public void perform(Entry entry, SystemRecipe recipe, Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Lane lane = entry.lane();
        Recordings recordings = Recordings.in(directory);
        try (RunningSystem system = recipe.start(directory)) {
            WarmUp.perform(new Track(lane, system, classPath, directory, WarmUp.NAME), lane, scale);
            Track track = new Track(lane, system, classPath, directory, "load");
            // Each process replaces the recording of the one before; the last one is measured.
            track.jvmOptions(List.of(
                    "-XX:StartFlightRecording=filename=" + recordings.client() + "," + String.join(",", settings)));
            new ScriptRun(track, system, scale).perform(entry.script());
            dump(system.pids(), recordings.server(), directory);
        } catch (Refused e) {
            throw new IOException("a run was refused: " + e.getMessage(), e);
        } finally {
            DiskUse.delete(directory.resolve("data"));
        }
    }

    private static void dump(List<Long> pids, Path file, Path directory) throws IOException, InterruptedException {
        // Before the server come processes that it needs.
        long pid = pids.get(pids.size() - 1);
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        List<String> command = List.of(jcmd, Long.toString(pid), "JFR.dump", "filename=" + file);
        try (ChildProcess dumping =
                ChildProcess.start("jcmd", command, directory, Map.of(), directory.resolve("jcmd.log"))) {
            if (dumping.exitCode(PATIENCE) != 0 || !Files.exists(file)) {
                throw new IOException("the server's recording can't be had: " + dumping.tail());
            }
        }
    }
}
