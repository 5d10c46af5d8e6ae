/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.replay;

import io.varve.replay.Replay;
import io.varve.replay.ReplayJob;
import io.varve.replay.checkpoint.Checkpoint;
import io.varve.replay.checkpoint.CheckpointFile;
import io.varve.replay.checkpoint.CheckpointInterval;
import io.varve.replay.plan.ReplayRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A file that a replay writes, and the checkpoint beside it, which is there as long as the replay is not complete. */
final class OutputFile {
    private final Path path;
    private final CheckpointFile checkpoints;

    OutputFile(Path path) {
        this.path = path;
        this.checkpoints = CheckpointFile.of(path);
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /**
     * How far an earlier replay of the same has come; empty if there is none.
     *
     * @throws IOException if the file is the begun replay of something else
     */
    Optional<Checkpoint> begun(ReplayRequest request) throws IOException {
        Optional<Checkpoint> begun = checkpoints.read();
        if (begun.isPresent()) {
            String found = begun.get().topic() + ", " + begun.get().asked();
            String asked = request.topic() + ", " + request.asked();
            if (!found.equals(asked)) {
                throw new IOException(path + " is the begun replay of " + found + "; this is one of " + asked
                        + ". Ask for the same to go on with it, or --restart to write the file anew");
            }
        }
        return begun;
    }

    /** Has jobs of this replay write checkpoints. One that speaks of what the file had before must not outlive it. */
    void begin(Replay replay, boolean anew) throws IOException {
        if (anew) {
            checkpoints.delete();
        }
        replay.checkpoints(checkpoints, CheckpointInterval.DEFAULT);
    }

    /** Takes note that the job has ended; whether it has done all that was asked for. */
    boolean end(ReplayJob job) throws IOException {
        boolean complete = job.progress().complete();
        if (complete) {
            checkpoints.delete();
        }
        return complete;
    }
}
