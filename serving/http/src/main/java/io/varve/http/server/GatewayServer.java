/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.varve.http.call.Endpoint;
import io.varve.http.call.Problem;
import io.varve.http.document.ApiDocument;
import io.varve.protocol.error.ErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The HTTP server: HTTP/1.1 and HTTP/2 (by prior knowledge or upgrade) on one port. One loop moves the bytes of all connections;
 * what is done for callers is in endpoints, which have threads of their own.
 */
public final class GatewayServer {
    private static final int HEADER_BYTES = 32 << 10;
    private static final int LINE_BYTES = 8 << 10;
    private static final int STREAMS = 256;
    private static final int COMPRESS_FROM_BYTES = 1024;
    private static final long START_SECONDS = 20;
    private static final long SWEEP_MILLIS = 1_000;

    private final Vertx vertx;
    private final HttpServer server;
    private final ConnectionGuard connections;
    private final Requests requests;
    private final ByteBudget budget;
    private final AnswerQueue answers;
    private final Counters counters = new Counters();
    private final String host;

    /**
     * What it holds at most.
     *
     * @param maxBodyBytes of one request, unpacked
     * @param maxInFlightBytes of the bodies of all requests under way, and as much of answers on their way
     * @param maxRequests under way at a time
     * @param idle for a connection without a request
     * @param timeout for a request to come in, and for its answer to go out
     * @param longest for the work between, long polls included
     */
    public record Limits(
            int maxBodyBytes,
            long maxInFlightBytes,
            int maxConnections,
            int maxRequests,
            Duration idle,
            Duration timeout,
            Duration longest) {}

    /**
     * Binds and answers from now on.
     *
     * @param endpoints by operationId, all that the document has
     * @param sweeps are run every second
     * @throws IOException when the port can't be bound
     */
    public GatewayServer(
            String host,
            int port,
            Limits limits,
            ApiDocument document,
            Map<String, Endpoint> endpoints,
            Executor work,
            List<Runnable> sweeps)
            throws IOException {
        this.host = host;
        connections = new ConnectionGuard(limits.maxConnections, limits.idle);
        vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(1)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(1)
                        .setUseDaemonThread(true)
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false)))
                .withTransport(new GuardedTransport(connections::opened))
                .build();
        budget = new ByteBudget(limits.maxInFlightBytes);
        answers = new AnswerQueue(limits.maxInFlightBytes);
        requests = new Requests(
                vertx,
                new Requests.Limits(limits.maxBodyBytes, limits.maxRequests, limits.timeout, limits.longest),
                budget,
                answers,
                connections,
                work,
                counters);
        Router router = Routes.mount(vertx, document, endpoints, requests);
        try {
            server = bind(options(limits), router, port);
        } catch (IOException e) {
            vertx.close();
            throw e;
        }
        List<Runnable> all = new ArrayList<>(sweeps);
        all.add(connections::sweep);
        vertx.setPeriodic(SWEEP_MILLIS, tick -> all.forEach(work::execute));
    }

    private HttpServer bind(HttpServerOptions options, Router router, int port) throws IOException {
        CompletableFuture<HttpServer> bound = vertx.createHttpServer(options)
                .requestHandler(router)
                .invalidRequestHandler(this::refuseUnreadable)
                .listen(port, host)
                .toCompletionStage()
                .toCompletableFuture();
        try {
            return bound.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("HTTP port " + host + ":" + port + " can't be bound: " + cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while binding HTTP port " + host + ":" + port, e);
        }
    }

    private static HttpServerOptions options(Limits limits) {
        return new HttpServerOptions()
                .setMaxInitialLineLength(LINE_BYTES)
                .setMaxHeaderSize(HEADER_BYTES)
                .setInitialSettings(
                        new Http2Settings().setMaxConcurrentStreams(STREAMS).setMaxHeaderListSize(HEADER_BYTES))
                .setHttp2ClearTextEnabled(true)
                .setCompressionSupported(true)
                .setCompressionContentSizeThreshold(COMPRESS_FROM_BYTES)
                .setDecompressionSupported(true)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                // A connection whose request waits is silent for long; the guard cuts those without one earlier.
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) Math.min(
                        Integer.MAX_VALUE,
                        limits.idle.plus(limits.longest).plus(limits.timeout).toMillis()));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(host, server.actualPort());
    }

    /** How its requests went. */
    public Counters counters() {
        return counters;
    }

    /** Connections that are open. */
    public int connections() {
        return connections.size();
    }

    /** Requests that are under way. */
    public int requests() {
        return requests.underWay();
    }

    /** Bytes of their bodies. */
    public long bodyBytes() {
        return budget.takenBytes();
    }

    /** Bytes of large answers that callers haven't taken yet. */
    public long answerBytes() {
        return answers.bytes();
    }

    /** Takes no more connections and ends those there are. */
    public CompletableFuture<Void> close() {
        // From here and not from the loop, which is gone by the time there is something to say.
        return vertx.close().toCompletionStage().toCompletableFuture();
    }

    private void refuseUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = cause instanceof TooLongHttpLineException
                ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        String detail = status == 414
                ? "the request line is longer than " + LINE_BYTES + " bytes"
                : status == 431
                        ? "the headers are longer than " + HEADER_BYTES + " bytes"
                        : "this is no HTTP request: " + cause.getMessage();
        request.response().putHeader("connection", "close");
        requests.refuse(new Problem(status, ErrorCode.INVALID_ARGUMENT, detail), request);
        request.connection().shutdown();
    }
}
