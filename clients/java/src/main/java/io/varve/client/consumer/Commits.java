/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import io.varve.client.transport.CallException;
import io.varve.client.transport.Completion;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.wire.CommitOffsets;
import io.varve.protocol.wire.Done;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends a consumer's commits one after the other, so that a repeated one never overtakes a later one. Each has its deadline
 * from the moment it was asked for, its turn included. Its monitor guards the queue; nobody waits under it.
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
        long deadlineNanos = System.nanoTime() + membership.commitTimeout().toNanos();
        Waiting commit = new Waiting(offsets, deadlineNanos, new CompletableFuture<>());
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

    /** Sends until one has to be waited for: a loop, since a thousand that fail at once must not be a thousand calls deep. */
    private void sendNext() {
        for (Waiting next = next(); next != null; next = next()) {
            Waiting commit = next;
            long leftNanos = commit.deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                commit.done.completeExceptionally(CallException.notSent(
                        ErrorCode.TIMEOUT, "commit was not sent in its time: earlier ones were not answered", null));
                continue;
            }
            CompletableFuture<Done> sent = membership.commit(commit.offsets, Duration.ofNanos(leftNanos));
            if (!sent.isDone()) {
                Completion.of(sent, (done, failure) -> {
                    sendNext();
                    commit.answered(failure);
                });
                return;
            }
            Completion.of(sent, (done, failure) -> commit.answered(failure));
        }
    }

    private synchronized @Nullable Waiting next() {
        Waiting next = waiting.poll();
        sending = next != null;
        return next;
    }

    private record Waiting(CommitOffsets.Builder offsets, long deadlineNanos, CompletableFuture<Void> done) {
        void answered(@Nullable Throwable failure) {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        }
    }
}
