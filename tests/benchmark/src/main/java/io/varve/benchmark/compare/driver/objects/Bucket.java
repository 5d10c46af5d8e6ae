/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.objects;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** A bucket of an S3 server, by plain HTTP and without signatures. */
final class Bucket implements AutoCloseable {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int PATIENCE_MS = 60_000;
    private static final Pattern LISTED =
            Pattern.compile("<Contents>.*?<Key>([^<]*)</Key>.*?<Size>(\\d+)</Size>", Pattern.DOTALL);

    static {
        // Connections that are kept for the next request; by default five.
        System.setProperty("http.maxConnections", "64");
    }

    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ExecutorService readers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "raw-objects");
        thread.setDaemon(true);
        return thread;
    });

    Bucket(String url) {
        this.url = url;
    }

    /** Stores an object; fails when the answer is another than 200. */
    CompletableFuture<Void> put(String key, byte[] content, int length) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/" + key))
                .PUT(BodyPublishers.ofByteArray(content, 0, length))
                .build();
        return http.sendAsync(request, BodyHandlers.discarding())
                .thenAccept(answer -> checkStatus("PUT " + key, answer.statusCode(), OK));
    }

    /**
     * Reads a part of an object: {@code length} bytes from {@code from}; fails when the answer isn't just that. By a thread and a
     * connection that blocks, straight into the array: the client of requests that don't block copies what it gets, and was slower
     * than what it was to be the limit of.
     */
    CompletableFuture<byte[]> get(String key, int from, int length) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return read(key, from, length);
                    } catch (IOException e) {
                        throw new UncheckedIOException("GET " + key, e);
                    }
                },
                readers);
    }

    private byte[] read(String key, int from, int length) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + "/" + key).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MS);
        connection.setReadTimeout(PATIENCE_MS);
        connection.setRequestProperty("Range", "bytes=" + from + "-" + (from + length - 1));
        checkStatus("GET " + key, connection.getResponseCode(), PARTIAL);
        byte[] content = new byte[length];
        // Read to its end, it leaves the connection to the next one.
        try (InputStream body = connection.getInputStream()) {
            int read = body.readNBytes(content, 0, length);
            if (read < length || body.read() >= 0) {
                throw new IllegalStateException("GET " + key + ": " + read + " bytes or more instead of " + length);
            }
        }
        return content;
    }

    /** Objects below a prefix in the order of their keys, the first thousand of them. */
    List<StoredObject> list(String prefix) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "?list-type=2&prefix=" + prefix))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> {
                    checkStatus("list of " + prefix, answer.statusCode(), OK);
                    return parseList(answer.body());
                })
                .join();
    }

    static List<StoredObject> parseList(String xml) {
        return LISTED.matcher(xml)
                .results()
                .map(object -> new StoredObject(object.group(1), Integer.parseInt(object.group(2))))
                .toList();
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }

    private static void checkStatus(String request, int status, int expected) {
        if (status != expected) {
            throw new IllegalStateException(request + ": answered with " + status);
        }
    }
}
