/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import com.google.protobuf.MessageLite;
import io.netty.channel.EventLoop;
import io.varve.client.transport.Address;
import io.varve.client.transport.Backoff;
import io.varve.client.transport.CallException;
import io.varve.client.transport.Completion;
import io.varve.client.transport.ConnectionPool;
import io.varve.client.transport.Loops;
import io.varve.protocol.error.ErrorCode;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests with a deadline that are tried until they succeed, fail for good, or run out of time. This is the one place where
 * requests are repeated; producers and readers have their own, since they keep order.
 */
public final class Calls {
    /** An attempt that a request may be repeated after gives a silent broker no more than this share of the time. */
    private static final int ATTEMPTS_PER_TIMEOUT = 3;

    /** Brokers that send a request on to each other get a pause after so many hints in a row. */
    private static final int HINTS_WITHOUT_PAUSE = 2;

    /** Requests under way, those that wait for their next attempt included. */
    private static final int MOST_OPEN = 32_768;

    private final ConnectionPool pool;
    private final EventLoop loop;
    private final Backoff backoff;
    private final Set<Call<?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Timers run on the loop. */
    public Calls(ConnectionPool pool, EventLoop loop, Backoff backoff) {
        this.pool = pool;
        this.loop = loop;
        this.backoff = backoff;
    }

    /** Sends the request along the route until its timeout; fails with a {@link CallException}. */
    public <T extends MessageLite> CompletableFuture<T> call(Route route, Request<T> request) {
        Call<T> call = new Call<>(route, request);
        if (open.size() >= MOST_OPEN) {
            return CompletableFuture.failedFuture(CallException.notSent(
                    ErrorCode.BUSY,
                    MOST_OPEN + " requests of this client wait for an answer, which is the limit",
                    null));
        }
        call.start();
        return call.result;
    }

    /**
     * One attempt along the route, for callers that try again by themselves; it gets no more time than one of several attempts
     * would. Fails with a {@link CallException}.
     */
    public <T extends MessageLite> CompletableFuture<T> once(Route route, Request<T> request) {
        return route.target().thenCompose(address -> pool.connection(address)
                .thenCompose(connection -> connection.call(
                        request.type(),
                        request.command(),
                        request.answer(),
                        request.timeout().toNanos() / ATTEMPTS_PER_TIMEOUT))
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        route.failed(address, CallException.of(failure));
                    }
                }));
    }

    /** Fails what is under way, and all that comes later, with CLOSED. */
    public void close() {
        closed = true;
        open.forEach(Call::close);
    }

    private final class Call<T extends MessageLite> {
        private final Route route;
        private final Request<T> request;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final long startNanos = System.nanoTime();
        private volatile @Nullable CallException last;
        private volatile boolean maybeApplied;
        private int failures;
        private int hints;

        Call(Route route, Request<T> request) {
            this.route = route;
            this.request = request;
        }

        void start() {
            open.add(this);
            if (closed) {
                close();
            }
            try {
                io.netty.util.concurrent.Future<?> deadline =
                        loop.schedule(this::expire, request.timeout().toNanos(), TimeUnit.NANOSECONDS);
                Completion.of(result, (answer, failure) -> {
                    deadline.cancel(false);
                    open.remove(this);
                });
                attempt();
            } catch (RejectedExecutionException e) {
                open.remove(this);
                close();
            }
        }

        void close() {
            result.completeExceptionally(CallException.notSent(ErrorCode.CLOSED, "the client is closed", null));
        }

        private void attempt() {
            if (result.isDone()) {
                return;
            }
            Completion.of(route.target(), (address, failure) -> {
                if (address != null) {
                    ask(address);
                } else if (failure != null) {
                    again(CallException.of(failure), false);
                }
            });
        }

        private void ask(Address address) {
            long leftNanos = request.timeout().toNanos() - (System.nanoTime() - startNanos);
            if (leftNanos <= 0) {
                return;
            }
            long attemptNanos = request.repeat() == Repeat.ALWAYS
                    ? Math.min(leftNanos, request.timeout().toNanos() / ATTEMPTS_PER_TIMEOUT)
                    : leftNanos;
            CompletableFuture<T> answer = pool.connection(address).thenCompose(connection -> {
                // A request under way at its deadline has no known outcome.
                maybeApplied = true;
                return connection.call(request.type(), request.command(), request.answer(), attemptNanos);
            });
            Completion.of(answer, (value, failure) -> {
                if (value != null) {
                    result.complete(value);
                } else if (failure != null) {
                    CallException why = CallException.of(failure);
                    maybeApplied = why.maybeApplied();
                    again(why, route.failed(address, why));
                }
            });
        }

        private void again(CallException why, boolean hint) {
            last = why;
            if (!request.repeat().allows(why)) {
                result.completeExceptionally(
                        why.retriable() && why.maybeApplied()
                                ? CallException.unanswered(
                                        ErrorCode.UNKNOWN_OUTCOME, String.valueOf(why.getMessage()), why)
                                : why);
                return;
            }
            if (hint && ++hints <= HINTS_WITHOUT_PAUSE) {
                attempt();
                return;
            }
            hints = 0;
            failures++;
            Loops.later(loop, backoff.nanos(failures, why), this::attempt);
        }

        private void expire() {
            CallException why = last;
            String message = request.type() + " was not answered within "
                    + request.timeout().toMillis() + " ms"
                    + (why == null ? "" : "; last failure: " + why.code() + ", " + why.getMessage());
            if (maybeApplied) {
                result.completeExceptionally(CallException.unanswered(
                        request.repeat() == Repeat.ALWAYS ? ErrorCode.TIMEOUT : ErrorCode.UNKNOWN_OUTCOME,
                        message,
                        why));
            } else {
                result.completeExceptionally(CallException.notSent(
                        why != null && why.code() == ErrorCode.UNREACHABLE ? ErrorCode.UNREACHABLE : ErrorCode.TIMEOUT,
                        message,
                        why));
            }
        }
    }
}
