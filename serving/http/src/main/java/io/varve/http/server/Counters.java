/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What was asked for and how it went. From any thread. */
public final class Counters {
    private final ConcurrentMap<Outcome, LongAdder> outcomes = new ConcurrentHashMap<>();

    /**
     * A kind of answered request; there are as many as operations and statuses.
     *
     * @param operation by its id; {@code none} for what is no operation
     */
    public record Outcome(String operation, int status) {}

    void answered(String operation, int status) {
        outcomes.computeIfAbsent(new Outcome(operation, status), first -> new LongAdder())
                .increment();
    }

    /** Requests answered so far. */
    public Map<Outcome, Long> outcomes() {
        Map<Outcome, Long> counts = new ConcurrentHashMap<>();
        outcomes.forEach((outcome, count) -> counts.put(outcome, count.sum()));
        return counts;
    }
}
