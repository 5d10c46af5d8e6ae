/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.checkpoint;

import java.io.IOException;

/** Keeps the last checkpoint of one replay. */
public interface CheckpointStore {
    /** Keeps nothing: a replay that is killed begins anew. */
    CheckpointStore NONE = checkpoint -> {};

    /** Puts this checkpoint in the place of the one before, whole or not at all. */
    void write(Checkpoint checkpoint) throws IOException;
}
