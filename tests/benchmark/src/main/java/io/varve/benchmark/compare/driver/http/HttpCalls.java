/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Requests to one gateway by the JDK's client, over HTTP/1.1: as many connections as requests are under way, all kept alive. */
final class HttpCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String root;

    /** @param server {@code host:port} */
    HttpCalls(String server) {
        this.root = "http://" + server;
    }

    /** The body of the answer; fails with the problem when it is none of success. */
    CompletableFuture<byte[]> get(String path) {
        return send(request(path).GET().build());
    }

    /** The same of a request with a body. */
    CompletableFuture<byte[]> post(String path, String contentType, byte[] body) {
        return send(request(path)
                .header("content-type", contentType)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path)).timeout(PATIENCE);
    }

    private CompletableFuture<byte[]> send(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(response -> {
            if (response.statusCode() / HUNDRED != SUCCESS) {
                throw new IllegalStateException(request.method() + " " + request.uri() + " was answered "
                        + response.statusCode() + ": " + new String(response.body(), StandardCharsets.UTF_8));
            }
            return response.body();
        });
    }

    /** Waits for an answer; fails with what it failed with. */
    static byte[] await(CompletableFuture<byte[]> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
        }
    }
}
