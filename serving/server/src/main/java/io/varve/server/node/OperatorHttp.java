/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators and their tools ask a server over HTTP:
 *
 * <ul>
 *   <li>{@code /healthz}: 200 while the process answers at all
 *   <li>{@code /readyz}: 200 when it can do all of its work, else 503; JSON that says what is missing
 *   <li>{@code /metrics}: Prometheus text format
 * </ul>
 */
public final class OperatorHttp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorHttp.class);
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Binds and answers from now on.
     *
     * @throws IOException when the port can't be bound
     */
    public OperatorHttp(HttpConfig config, CollectorRegistry metrics, Supplier<Readiness> readiness)
            throws IOException {
        server = bind(config);
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "varve-http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        serve("/healthz", exchange -> answer(exchange, 200, "text/plain", "ok\n"));
        serve("/readyz", exchange -> {
            Readiness now = readiness.get();
            answer(exchange, now.ready() ? 200 : 503, "application/json", asJson(now));
        });
        serve("/metrics", exchange -> {
            StringWriter text = new StringWriter();
            TextFormat.write004(text, metrics.metricFamilySamples());
            answer(exchange, 200, TextFormat.CONTENT_TYPE_004, text.toString());
        });
        server.start();
    }

    /** Whatever goes wrong is answered: the JDK's server would leave the client waiting after an error. */
    private void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try {
                handler.handle(exchange);
            } catch (RuntimeException | Error defect) {
                LOG.error("request of an operator failed path={}", path, defect);
                answer(exchange, 500, "text/plain", "defect: " + defect + "\n");
            }
        });
    }

    private static HttpServer bind(HttpConfig config) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(config.host(), config.port()), 0);
        } catch (IOException e) {
            throw new IOException(
                    "HTTP port " + config.host() + ":" + config.port() + " can't be bound: " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private String asJson(Readiness readiness) {
        ObjectNode root = json.createObjectNode().put("ready", readiness.ready());
        ObjectNode missing = root.putObject("missing");
        readiness.missing().forEach(missing::put);
        return root.toPrettyString() + "\n";
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", type + (type.contains("charset") ? "" : "; charset=utf-8"));
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
