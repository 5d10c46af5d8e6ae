/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.objects;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** A bucket of an S3 server, by plain HTTP and without signatures. */
final class Bucket {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final Pattern LISTED =
            Pattern.compile("<Contents>.*?<Key>([^<]*)</Key>.*?<Size>(\\d+)</Size>", Pattern.DOTALL);

    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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

    /** Reads a part of an object: {@code length} bytes from {@code from}; fails when the answer isn't just that. */
    CompletableFuture<byte[]> get(String key, int from, int length) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/" + key))
                .header("Range", "bytes=" + from + "-" + (from + length - 1))
                .build();
        return http.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(answer -> {
            checkStatus("GET " + key, answer.statusCode(), PARTIAL);
            if (answer.body().length != length) {
                throw new IllegalStateException(
                        "GET " + key + ": " + answer.body().length + " bytes instead of " + length);
            }
            return answer.body();
        });
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

    private static void checkStatus(String request, int status, int expected) {
        if (status != expected) {
            throw new IllegalStateException(request + ": answered with " + status);
        }
    }
}
