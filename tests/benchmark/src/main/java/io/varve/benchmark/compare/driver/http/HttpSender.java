/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.http;

import io.varve.bench.driver.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A caller that waits for each answer before the next request, which keeps its records in order. Records that come meanwhile go
 * together in that one. A record that goes alone, and has no key, is the request's body as it is; others are in JSON.
 */
final class HttpSender implements Sender {
    private final HttpCalls http;
    private final String path;
    private final int recordsPerRequest;

    /** Guarded, with the one below, by this: answers come on threads of the HTTP client. */
    private List<Outgoing> gathered = new ArrayList<>();

    private boolean isUnderWay;

    HttpSender(HttpCalls http, String topic, int recordsPerRequest) {
        this.http = http;
        this.path = "/topics/" + topic + "/messages";
        this.recordsPerRequest = recordsPerRequest;
    }

    @Override
    public synchronized void send(byte @Nullable [] key, byte[] value, Acknowledgement acknowledgement) {
        await(() -> gathered.size() < recordsPerRequest);
        gathered.add(new Outgoing(key, value, acknowledgement));
        if (!isUnderWay) {
            post();
        }
    }

    private void post() {
        isUnderWay = true;
        List<Outgoing> request = gathered;
        gathered = new ArrayList<>(recordsPerRequest);
        Outgoing first = request.get(0);
        boolean isPlain = request.size() == 1 && first.key() == null;
        var unused = http.post(
                        path,
                        isPlain ? "application/octet-stream" : Bodies.JSON,
                        isPlain ? first.value() : Bodies.records(request))
                .thenAccept(answer -> Bodies.checkStored(answer, request.size()))
                .whenComplete((stored, failure) -> answered(request, failure));
    }

    private void answered(List<Outgoing> request, @Nullable Throwable failure) {
        request.forEach(record -> record.acknowledgement().acknowledged(failure));
        synchronized (this) {
            isUnderWay = false;
            if (!gathered.isEmpty()) {
                post();
            }
            notifyAll();
        }
    }

    /** Looks again after each answer. */
    private synchronized void await(BooleanSupplier reached) {
        try {
            while (!reached.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public synchronized void close() {
        await(() -> !isUnderWay);
    }
}
