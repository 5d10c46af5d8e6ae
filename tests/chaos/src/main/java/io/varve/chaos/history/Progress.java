/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

/**
 * A commit of the group, or an answer to the question how far it is.
 *
 * @param who asked for it
 * @param partition the partition
 * @param offset the next offset to read
 * @param isCommit whether it was a commit
 * @param outcome of a commit; answers are OK
 * @param invokedNanos when it was asked for
 * @param completedNanos when the outcome was told
 */
public record Progress(
        String who,
        int partition,
        long offset,
        boolean isCommit,
        Outcome outcome,
        long invokedNanos,
        long completedNanos) {}
