/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.unit.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter in a path, a query or a header. Its schema in the document is what values are checked against: {@code integer}
 * with minimum and maximum, {@code boolean}, {@code string} with an enumeration, with maxLength, or of format {@code duration}
 * (like {@code 5s}, with x-maximum) or {@code date-time} (ISO-8601 with a time zone).
 *
 * @param name as the document has it
 * @param in path, query or header
 */
public record Parameter(String name, Place in, boolean required, JsonNode schema) {
    private static final int QUOTED_CHARS = 64;
    private static final int MOST_CHARS = 4096;

    /** Where a parameter stands. */
    public enum Place {
        PATH,
        QUERY,
        HEADER
    }

    /**
     * The value of a text, an Integer, Long, Boolean, Duration, Instant or String.
     *
     * @throws VarveException INVALID_ARGUMENT that names parameter, value and what it takes
     */
    public Object parse(String text) {
        String type = schema.path("type").asText();
        return switch (type) {
            case "integer" -> integer(text);
            case "boolean" -> bool(text);
            default ->
                switch (schema.path("format").asText()) {
                    case "duration" -> duration(text);
                    case "date-time" -> time(text);
                    default -> string(text);
                };
        };
    }

    /** What holds when it isn't given; null if nothing does. */
    public @Nullable Object byDefault() {
        JsonNode value = schema.get("default");
        return value == null ? null : parse(value.asText());
    }

    private Object integer(String text) {
        long min = schema.path("minimum").asLong(Long.MIN_VALUE);
        long max = schema.path("maximum").asLong(Long.MAX_VALUE);
        boolean isInt = schema.path("format").asText().equals("int32");
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return isInt ? (Object) (int) value : (Object) value;
            }
        } catch (NumberFormatException e) {
            throw refused(text, "a whole number " + range(min, max), e);
        }
        throw refused(text, "a whole number " + range(min, max), null);
    }

    private static String range(long min, long max) {
        return max == Long.MAX_VALUE ? "from " + min + " on" : "from " + min + " to " + max;
    }

    private Object bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw refused(text, "true or false", null);
        }
        return text.equals("true");
    }

    private Object duration(String text) {
        Duration most = Durations.parse(schema.path("x-maximum").asText("365d"));
        try {
            Duration value = Durations.parse(text);
            if (value.compareTo(most) <= 0) {
                return value;
            }
        } catch (VarveException e) {
            throw refused(text, "a time like 500ms or 5s up to " + Durations.format(most), e);
        }
        throw refused(text, "a time like 500ms or 5s up to " + Durations.format(most), null);
    }

    private Object time(String text) {
        return Times.parse(text).orElseThrow(() -> refused(text, Times.FORM, null));
    }

    private Object string(String text) {
        List<String> words = new ArrayList<>();
        schema.path("enum").forEach(word -> words.add(word.asText()));
        if (!words.isEmpty() && !words.contains(text)) {
            throw refused(text, "one of " + String.join(", ", words), null);
        }
        int most = schema.path("maxLength").asInt(MOST_CHARS);
        int least = schema.path("minLength").asInt(0);
        if (text.length() > most || text.length() < least) {
            throw refused(text, least + " to " + most + " characters", null);
        }
        return text;
    }

    private VarveException refused(String text, String takes, @Nullable Throwable cause) {
        String shown = text.length() > QUOTED_CHARS ? text.substring(0, QUOTED_CHARS) + "…" : text;
        return new VarveException(ErrorCode.INVALID_ARGUMENT, name + " is `" + shown + "`; it takes " + takes, cause);
    }

    /** Points in time as the API has them. */
    public static final class Times {
        /** What is taken, in words. */
        public static final String FORM = "a time with its zone like 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00";

        private Times() {}

        /** Empty for what is no such time; one without a zone is none, since nobody knows which is meant. */
        public static Optional<Instant> parse(String text) {
            try {
                OffsetDateTime time = OffsetDateTime.parse(text);
                // Beyond these years times don't fit into what records hold.
                return time.getYear() >= 0 && time.getYear() <= 9999 ? Optional.of(time.toInstant()) : Optional.empty();
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
    }
}
