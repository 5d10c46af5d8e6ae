/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.varve.http.call.Call;
import io.varve.http.document.Operation;
import io.varve.http.document.Parameter;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a request's parameters as the document has them: no other, none twice, each of its type and within its range. */
final class CallReader {
    private static final int MOST_PARAMETERS = 64;

    private final Operation operation;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();

    /**
     * Reads all but the body.
     *
     * @param path its parameters, decoded
     * @throws VarveException INVALID_ARGUMENT that names the parameter
     */
    CallReader(Operation operation, Map<String, String> path, HttpServerRequest request) {
        this.operation = operation;
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        Map<String, List<String>> query = query(request);
        query.forEach((name, given) -> {
            boolean isKnown = operation.parameters(Parameter.Place.QUERY).stream()
                    .anyMatch(parameter -> parameter.name().equals(name));
            if (!isKnown) {
                throw refused("there is no parameter `" + shown(name) + "`; there are "
                        + operation.parameters(Parameter.Place.QUERY).stream()
                                .map(Parameter::name)
                                .toList());
            }
            if (given.size() > 1) {
                throw refused("parameter " + name + " is given " + given.size() + " times");
            }
        });
        for (Parameter parameter : operation.parameters()) {
            String text =
                    switch (parameter.in()) {
                        case PATH -> path.get(parameter.name());
                        case QUERY -> first(query.get(parameter.name()));
                        case HEADER -> headers.get(parameter.name().toLowerCase(Locale.ROOT));
                    };
            put(parameter, text);
        }
    }

    /** The call with this body, whose caller waits so long from now on. */
    Call call(byte[] body, Duration patience) {
        String type = headers.getOrDefault("content-type", "");
        int end = type.indexOf(';');
        return new Call(
                operation,
                values,
                headers,
                (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT),
                body,
                System.nanoTime() + patience.toNanos());
    }

    private void put(Parameter parameter, @Nullable String text) {
        Object value = text == null ? parameter.byDefault() : parameter.parse(text);
        if (value != null) {
            values.put(parameter.name(), value);
        } else if (parameter.required()) {
            throw refused("parameter " + parameter.name() + " is missing");
        }
    }

    private static Map<String, List<String>> query(HttpServerRequest request) {
        try {
            return new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MOST_PARAMETERS).parameters();
        } catch (IllegalArgumentException e) {
            throw new VarveException(ErrorCode.INVALID_ARGUMENT, "the query can't be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable String first(@Nullable List<String> given) {
        return given == null || given.isEmpty() ? null : given.get(0);
    }

    private static String shown(String name) {
        return name.length() > 64 ? name.substring(0, 64) + "…" : name;
    }

    private static VarveException refused(String what) {
        return new VarveException(ErrorCode.INVALID_ARGUMENT, what);
    }
}
