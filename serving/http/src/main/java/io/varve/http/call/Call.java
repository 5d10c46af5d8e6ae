/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.call;

import io.varve.http.document.Operation;
import io.varve.http.document.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that has come in whole and says nothing but what its operation's document lets it say. Immutable.
 *
 * <p>Asking for a parameter that the document doesn't have is a defect and throws IllegalStateException.
 */
public final class Call {
    private final Operation operation;
    private final Map<String, Object> values;
    private final Map<String, String> headers;
    private final String contentType;
    private final byte[] body;
    private final long deadlineNanos;

    /**
     * A request.
     *
     * @param values of the parameters that were given or have a default, by the document's names
     * @param headers all that were sent, names in lower case, the last of each name
     * @param contentType without parameters, in lower case; empty if none was said
     * @param body is the call's from now on
     * @param deadlineNanos by {@code System.nanoTime()}, from when on its caller may be told that it took too long
     */
    public Call(
            Operation operation,
            Map<String, Object> values,
            Map<String, String> headers,
            String contentType,
            byte[] body,
            long deadlineNanos) {
        this.operation = operation;
        this.values = Map.copyOf(values);
        this.headers = Map.copyOf(headers);
        this.contentType = contentType;
        this.body = body;
        this.deadlineNanos = deadlineNanos;
    }

    /** What is asked for. */
    public Operation operation() {
        return operation;
    }

    /** A text that is there, by requirement or default. */
    public String text(String name) {
        return value(name, String.class).orElseThrow(() -> missing(name));
    }

    /** A text that may be there. */
    public Optional<String> optionalText(String name) {
        return value(name, String.class);
    }

    /** A number that is there. */
    public int number(String name) {
        return value(name, Integer.class).orElseThrow(() -> missing(name));
    }

    /** A number that may be there. */
    public Optional<Integer> optionalNumber(String name) {
        return value(name, Integer.class);
    }

    /** A long number that may be there. */
    public Optional<Long> optionalLong(String name) {
        return value(name, Long.class);
    }

    /** A truth that is there. */
    public boolean truth(String name) {
        return value(name, Boolean.class).orElseThrow(() -> missing(name));
    }

    /** A time span that is there. */
    public Duration duration(String name) {
        return value(name, Duration.class).orElseThrow(() -> missing(name));
    }

    /** A point in time that may be there. */
    public Optional<Instant> optionalTime(String name) {
        return value(name, Instant.class);
    }

    /** All headers, names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Of the body, without parameters, in lower case; empty if none was said. */
    public String contentType() {
        return contentType;
    }

    /** The body; empty if there is none. Not a copy. */
    public byte[] body() {
        return body;
    }

    /** Whether its caller may have been told that it took too long, and have asked once more: what isn't begun yet, isn't wanted. */
    public boolean isLate() {
        return System.nanoTime() - deadlineNanos >= 0;
    }

    private <T> Optional<T> value(String name, Class<T> type) {
        Parameter parameter = operation
                .parameter(name)
                .orElseThrow(() ->
                        new IllegalStateException("the document gives " + operation.id() + " no parameter " + name));
        @Nullable Object value = values.get(parameter.name());
        return Optional.ofNullable(value).map(type::cast);
    }

    private IllegalStateException missing(String name) {
        return new IllegalStateException(
                "parameter " + name + " of " + operation.id() + " is neither required nor has a default");
    }
}
