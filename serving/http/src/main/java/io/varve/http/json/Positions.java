/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.json;

import io.varve.client.reader.StartPosition;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Places in a topic as bodies have them: {@code "earliest"}, {@code "latest"}, {@code {"offset":7}} or {@code {"time":"…"}}. */
public final class Positions {
    /** The fields of a place that is an object. */
    static final Set<String> FIELDS = Set.of("offset", "time");

    private Positions() {}

    /** The place in this field, which has to be there. */
    public static StartPosition read(JsonFields body, String name) {
        return optional(body, name)
                .orElseThrow(() -> body.refuse(
                        name, "is missing; it takes \"earliest\", \"latest\", {\"offset\":…} or {\"time\":…}"));
    }

    /** The place in this field. */
    public static Optional<StartPosition> optional(JsonFields body, String name) {
        if (!body.has(name)) {
            return Optional.empty();
        }
        if (body.isText(name)) {
            return Optional.of(
                    switch (body.text(name)) {
                        case "earliest" -> StartPosition.earliest();
                        case "latest" -> StartPosition.latest();
                        default ->
                            throw body.refuse(name, "is `" + shown(body.text(name)) + "`; it takes earliest or latest");
                    });
        }
        return body.optionalObject(name, FIELDS).map(place -> {
            Optional<Long> offset = place.optionalNumber("offset", 0, Long.MAX_VALUE);
            Optional<Instant> time = place.optionalTime("time");
            if (offset.isPresent() == time.isPresent()) {
                throw body.refuse(name, "takes one of offset and time");
            }
            return offset.map(StartPosition::at)
                    .or(() -> time.map(StartPosition::at))
                    .orElseThrow();
        });
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "…" : text;
    }
}
