/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import com.google.protobuf.MessageLite;
import io.netty.channel.EventLoop;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.concurrent.Future;
import io.varve.protocol.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The requests of one connection that wait for their answers, each with a deadline. Owned by the connection's loop. */
final class PendingCalls {
    private final EventLoop loop;
    private final int limit;
    private final IntObjectHashMap<Pending> byId = new IntObjectHashMap<>();
    private int lastId;

    PendingCalls(EventLoop loop, int limit) {
        this.loop = loop;
        this.limit = limit;
    }

    boolean isFull() {
        return byId.size() >= limit;
    }

    /** Takes the next free request id; 0 belongs to pushes. The answer must be a {@code type}. */
    <T extends MessageLite> int add(Class<T> type, CompletableFuture<T> answer, long timeoutNanos, String what) {
        do {
            lastId++;
        } while (lastId == 0 || byId.containsKey(lastId));
        int id = lastId;
        Pending pending = new Pending(type, answer, what);
        byId.put(id, pending);
        pending.deadline = loop.schedule(() -> expire(id, timeoutNanos), timeoutNanos, TimeUnit.NANOSECONDS);
        return id;
    }

    /** Completes the request; an answer that comes after its deadline finds nobody and is dropped. */
    void answer(int id, MessageLite message) {
        Pending pending = remove(id);
        if (pending == null) {
            return;
        }
        if (message instanceof io.varve.protocol.wire.Error error) {
            pending.answer.completeExceptionally(CallException.answered(error));
        } else {
            pending.complete(message);
        }
    }

    void failAll(CallException why) {
        List<Pending> all = new ArrayList<>(byId.values());
        byId.clear();
        for (Pending pending : all) {
            pending.cancelDeadline();
            pending.answer.completeExceptionally(why);
        }
    }

    private @Nullable Pending remove(int id) {
        Pending pending = byId.remove(id);
        if (pending != null) {
            pending.cancelDeadline();
        }
        return pending;
    }

    private void expire(int id, long timeoutNanos) {
        Pending pending = remove(id);
        if (pending != null) {
            pending.answer.completeExceptionally(CallException.unanswered(
                    ErrorCode.TIMEOUT,
                    pending.what + " was not answered within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms",
                    null));
        }
    }

    private static final class Pending {
        private final Class<? extends MessageLite> type;
        private final CompletableFuture<? extends MessageLite> answer;
        private final String what;
        private @Nullable Future<?> deadline;

        Pending(Class<? extends MessageLite> type, CompletableFuture<? extends MessageLite> answer, String what) {
            this.type = type;
            this.answer = answer;
            this.what = what;
        }

        // The pair of type and answer comes from add(), where they have the same T.
        @SuppressWarnings("unchecked")
        void complete(MessageLite message) {
            if (type.isInstance(message)) {
                ((CompletableFuture<MessageLite>) answer).complete(message);
            } else {
                answer.completeExceptionally(CallException.unanswered(
                        ErrorCode.INTERNAL,
                        what + " was answered with " + message.getClass().getSimpleName() + ", not "
                                + type.getSimpleName(),
                        null));
            }
        }

        void cancelDeadline() {
            if (deadline != null) {
                deadline.cancel(false);
            }
        }
    }
}
