/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at gauges of a broker again and again, so that what they were at most is known. */
final class GaugeWatch implements AutoCloseable {
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI metrics;
    private final List<String> gauges;
    private final List<Long> sums = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean stopped;
    private volatile @Nullable Exception failure;

    /** Adds up these gauges of one broker at each look, as they are without labels. */
    GaugeWatch(URI metrics, String... gauges) {
        this.metrics = metrics;
        this.gauges = List.copyOf(Arrays.asList(gauges));
        Thread thread = new Thread(this::run, "gauges");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stopped) {
                String text = text();
                sums.add(
                        gauges.stream().mapToLong(gauge -> valueOf(gauge, text)).sum());
                LockSupport.parkNanos(BETWEEN_NANOS);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    private String text() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(metrics).timeout(PATIENCE).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** What a gauge is now. */
    long now(String gauge) throws IOException, InterruptedException {
        return valueOf(gauge, text());
    }

    private static long valueOf(String gauge, String metrics) {
        Matcher found = Pattern.compile("(?m)^" + gauge + " (\\S+)$").matcher(metrics);
        if (!found.find()) {
            throw new IllegalStateException("no gauge " + gauge + " in " + metrics);
        }
        return (long) Double.parseDouble(found.group(1));
    }

    /** How often it has looked. */
    int looks() {
        return sums.size();
    }

    /** The most that the sum was since so many looks; fails when a look has failed. */
    long most(int sinceLooks) {
        Exception why = failure;
        if (why != null) {
            throw new AssertionError("can't look at " + metrics, why);
        }
        return List.copyOf(sums).stream()
                .skip(sinceLooks)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    @Override
    public void close() {
        stopped = true;
    }
}
