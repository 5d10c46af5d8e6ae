/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import io.varve.client.transport.CallException;
import io.varve.client.transport.Completion;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.wire.CommitOffsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a consumer's commits one after the other, so that a repeated one never overtakes a later one. Its monitor guards the
 * queue; nobody waits under it.
 */
final class Commits {
    private static final int MOST_WAITING = 1_000;

    private final Membership membership;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean sending;

    Commits(Membership membership) {
        this.membership = membership;
    }

    /** Commits after all earlier commits are done; BUSY if too many wait. */
    CompletableFuture<Void> add(CommitOffsets.Builder offsets) {
        Waiting commit = new Waiting(offsets, new CompletableFuture<>());
        synchronized (this) {
            if (waiting.size() >= MOST_WAITING) {
                return CompletableFuture.failedFuture(CallException.notSent(
                        ErrorCode.BUSY, MOST_WAITING + " commits wait for an answer, which is the limit", null));
            }
            waiting.add(commit);
            if (sending) {
                return commit.done;
            }
            sending = true;
        }
        sendNext();
        return commit.done;
    }

    private void sendNext() {
        Waiting next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                sending = false;
                return;
            }
        }
        Completion.of(membership.commit(next.offsets), (done, failure) -> {
            sendNext();
            if (failure == null) {
                next.done.complete(null);
            } else {
                next.done.completeExceptionally(failure);
            }
        });
    }

    private record Waiting(CommitOffsets.Builder offsets, CompletableFuture<Void> done) {}
}
