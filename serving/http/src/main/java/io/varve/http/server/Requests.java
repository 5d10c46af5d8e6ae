/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.server;

import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import io.varve.http.call.Problem;
import io.varve.http.document.Operation;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a request: its head on the loop, its body within limits and a deadline, its work on a thread of the pool, its answer
 * out within a deadline. A caller that is too slow on either side loses its connection.
 */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Vertx vertx;
    private final Limits limits;
    private final ByteBudget budget;
    private final AnswerQueue answers;
    private final ConnectionGuard connections;
    private final Executor work;
    private final Counters counters;
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * What requests may cost.
     *
     * @param maxBodyBytes of one
     * @param maxRequests under way at a time
     * @param timeout for the body to come in, and for the answer to go out
     * @param longest for the work between
     */
    record Limits(int maxBodyBytes, int maxRequests, Duration timeout, Duration longest) {}

    Requests(
            Vertx vertx,
            Limits limits,
            ByteBudget budget,
            AnswerQueue answers,
            ConnectionGuard connections,
            Executor work,
            Counters counters) {
        this.vertx = vertx;
        this.limits = limits;
        this.budget = budget;
        this.answers = answers;
        this.connections = connections;
        this.work = work;
        this.counters = counters;
    }

    /** How many are under way. */
    int underWay() {
        return underWay.get();
    }

    /** Serves a request. On its loop, before anything of its body was read. */
    void serve(Operation operation, Endpoint endpoint, Map<String, String> path, HttpServerRequest request) {
        new Run(operation.id(), request).serve(operation, endpoint, path);
    }

    /** Answers a request that is no operation's. On its loop. */
    void refuse(Problem problem, HttpServerRequest request) {
        new Run("none", request).answer(problem.answer());
    }

    /** One request. */
    private final class Run {
        private final String name;
        private final HttpServerRequest request;
        private final Context loop;
        private @Nullable BodyReader body;

        Run(String name, HttpServerRequest request) {
            this.name = name;
            this.request = request;
            this.loop = vertx.getOrCreateContext();
            underWay.incrementAndGet();
            connections.began(request.connection());
        }

        void serve(Operation operation, Endpoint endpoint, Map<String, String> path) {
            if (underWay.get() > limits.maxRequests) {
                answer(new Problem(ErrorCode.BUSY, limits.maxRequests + " requests are under way, which is the limit")
                        .answer());
                return;
            }
            CallReader head;
            try {
                head = new CallReader(operation, path, request);
            } catch (VarveException e) {
                answer(Problem.of(e).answer());
                return;
            }
            if (!operation.hasBody()) {
                work(endpoint, head.call(new byte[0], limits.longest));
                return;
            }
            BodyReader reader = new BodyReader(request, limits.maxBodyBytes, budget);
            body = reader;
            long timer = vertx.setTimer(limits.timeout.toMillis(), late -> cut("its body took too long"));
            CompletableFuture<?> unused = reader.read(() -> vertx.cancelTimer(timer))
                    .handle((bytes, failure) -> {
                        // The deadline stays after a refusal: whoever goes on sending for too long is cut.
                        if (failure != null) {
                            answer(Problem.of(failure).answer());
                        } else {
                            work(endpoint, head.call(bytes, limits.longest));
                        }
                        return null;
                    });
        }

        private void work(Endpoint endpoint, Call call) {
            CompletableFuture<?> unused = CompletableFuture.completedFuture(call)
                    .thenComposeAsync(endpoint::answer, work)
                    .orTimeout(limits.longest.toMillis(), TimeUnit.MILLISECONDS)
                    .handle((answer, failure) -> {
                        Answer sent =
                                failure == null ? answer : problem(failure).answer();
                        loop.runOnContext(now -> answer(sent));
                        return null;
                    });
        }

        private Problem problem(Throwable failure) {
            if (failure instanceof TimeoutException) {
                return new Problem(ErrorCode.TIMEOUT, "no end within " + limits.longest.toSeconds() + " s");
            }
            Problem problem = Problem.of(failure);
            if (problem.code() == ErrorCode.INTERNAL) {
                LOG.error("a request failed operation={}", name, failure);
            }
            return problem;
        }

        private void answer(Answer answer) {
            answers.add(answer.body().length, () -> send(answer));
        }

        private void send(Answer answer) {
            HttpServerResponse response = request.response();
            if (response.closed() || response.ended()) {
                ended(answer, false);
                return;
            }
            response.setStatusCode(answer.status());
            if (!answer.contentType().isEmpty()) {
                response.putHeader("content-type", answer.contentType());
            }
            answer.headers().forEach(response::putHeader);
            long timer = vertx.setTimer(limits.timeout.toMillis(), late -> cut("it doesn't read its answer"));
            response.end(Buffer.buffer(answer.body())).onComplete(sent -> {
                vertx.cancelTimer(timer);
                ended(answer, sent.succeeded());
            });
        }

        private void ended(Answer answer, boolean isSent) {
            counters.answered(name, answer.status());
            if (body != null) {
                body.release();
            }
            underWay.decrementAndGet();
            connections.ended(request.connection());
            answers.sent(answer.body().length);
            if (!isSent) {
                lost(answer);
            }
        }

        private void lost(Answer answer) {
            try {
                work.execute(answer.lost());
            } catch (RejectedExecutionException e) {
                LOG.debug("the gateway is closed, and so is what was to hear of it", e);
            }
        }

        private void cut(String why) {
            LOG.info("a connection is cut operation={} remote={} why={}", name, request.remoteAddress(), why);
            if (request.connection() instanceof HttpServerConnection open) {
                // The connection's own close would wait for what its caller doesn't read.
                Future<?> unused = open.channelHandlerContext().close();
            } else {
                request.connection().close();
            }
        }
    }
}
