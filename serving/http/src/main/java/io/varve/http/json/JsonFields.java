/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.varve.http.call.Problem;
import io.varve.http.document.Parameter.Times;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.unit.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object. A value of the wrong type, or out of its range, is a {@link Problem} that names its path, like
 * {@code records[3].partition}; so is a field that nobody asked for. Null is the same as absent.
 */
public final class JsonFields {
    private static final int QUOTED_CHARS = 64;

    private final String path;
    private final JsonNode node;

    private JsonFields(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    static JsonFields of(String path, JsonNode node, Set<String> fields) {
        if (!node.isObject()) {
            throw wrong(path.isEmpty() ? "the body" : path, node, "an object");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                String shown = name.length() > QUOTED_CHARS ? name.substring(0, QUOTED_CHARS) + "…" : name;
                throw problem(
                        path.isEmpty() ? shown : path + "." + shown,
                        "is not a field of " + (path.isEmpty() ? "the body" : path) + ", which has "
                                + String.join(", ", fields.stream().sorted().toList()));
            }
        });
        return new JsonFields(path, node);
    }

    /** Where a field stands, for messages. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** A text that has to be there. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name, "a string"));
    }

    /** A text. */
    public Optional<String> optionalText(String name) {
        return value(name).map(value -> {
            if (!value.isTextual()) {
                throw wrong(path(name), value, "a string");
            }
            return value.textValue();
        });
    }

    /** A whole number that has to be there. */
    public long number(String name, long min, long max) {
        return optionalNumber(name, min, max).orElseThrow(() -> missing(name, "a whole number"));
    }

    /** A whole number. */
    public Optional<Long> optionalNumber(String name, long min, long max) {
        return value(name).map(value -> {
            boolean fits = value.isIntegralNumber() && value.canConvertToLong();
            if (!fits || value.longValue() < min || value.longValue() > max) {
                throw wrong(path(name), value, "a whole number from " + min + " to " + max);
            }
            return value.longValue();
        });
    }

    /** A truth. */
    public Optional<Boolean> optionalTruth(String name) {
        return value(name).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(path(name), value, "true or false");
            }
            return value.booleanValue();
        });
    }

    /** A point in time. */
    public Optional<Instant> optionalTime(String name) {
        return value(name)
                .map(value -> Times.parse(value.asText()).orElseThrow(() -> wrong(path(name), value, Times.FORM)));
    }

    /** A time span. */
    public Optional<Duration> optionalDuration(String name) {
        return value(name).map(value -> {
            try {
                return Durations.parse(value.isTextual() ? value.textValue() : "");
            } catch (VarveException e) {
                throw wrong(path(name), value, "a time like 500ms, 30s or 7d");
            }
        });
    }

    /** An object. */
    public Optional<JsonFields> optionalObject(String name, Set<String> fields) {
        return value(name).map(value -> of(path(name), value, fields));
    }

    /** Objects; none if the field isn't there. */
    public List<JsonFields> objects(String name, Set<String> fields, int most) {
        JsonNode list = value(name).orElse(null);
        if (list == null) {
            return List.of();
        }
        if (!list.isArray()) {
            throw wrong(path(name), list, "an array");
        }
        if (list.size() > most) {
            throw problem(path(name), "has " + list.size() + " elements; it takes " + most);
        }
        List<JsonFields> objects = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            objects.add(of(path(name) + "[" + i + "]", list.get(i), fields));
        }
        return objects;
    }

    /** Whole numbers; none if the field isn't there. */
    public List<Integer> numbers(String name, int min, int max, int most) {
        JsonNode list = value(name).orElse(null);
        if (list == null) {
            return List.of();
        }
        if (!list.isArray()) {
            throw wrong(path(name), list, "an array");
        }
        if (list.size() > most) {
            throw problem(path(name), "has " + list.size() + " elements; it takes " + most);
        }
        List<Integer> numbers = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            JsonNode value = list.get(i);
            if (!value.isIntegralNumber()
                    || !value.canConvertToInt()
                    || value.intValue() < min
                    || value.intValue() > max) {
                throw wrong(path(name) + "[" + i + "]", value, "a whole number from " + min + " to " + max);
            }
            numbers.add(value.intValue());
        }
        return numbers;
    }

    /** The bytes that a text stands for in base64. */
    public Optional<byte[]> optionalBase64(String name) {
        return optionalText(name).map(text -> {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw problem(path(name), "is no base64: " + e.getMessage());
            }
        });
    }

    /** Any value as JSON text in UTF-8, without white space. */
    public Optional<byte[]> optionalJson(String name) {
        return value(name).map(JsonText::bytes);
    }

    /** Whether the field is a text. */
    public boolean isText(String name) {
        return node.path(name).isTextual();
    }

    /** A problem with this field, in words that follow its path. */
    public Problem refuse(String name, String what) {
        return problem(path(name), what);
    }

    private Optional<JsonNode> value(String name) {
        @Nullable JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private Problem missing(String name, String takes) {
        return problem(path(name), "is missing; it takes " + takes);
    }

    private static Problem wrong(String path, JsonNode value, String takes) {
        String kind = value.getNodeType().name().toLowerCase(Locale.ROOT);
        String text = value.isContainerNode() ? "" : " " + value;
        String shown = text.length() > QUOTED_CHARS ? text.substring(0, QUOTED_CHARS) + "…" : text;
        return problem(path, "is the " + kind + shown + "; it takes " + takes);
    }

    private static Problem problem(String path, String what) {
        return new Problem(ErrorCode.INVALID_ARGUMENT, path + " " + what).with("path", path);
    }
}
