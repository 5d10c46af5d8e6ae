/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that was got whole.
 *
 * @param elements in order
 * @param nextCursor where the next page begins; null if this is the last
 */
record Page<T>(List<T> elements, @Nullable String nextCursor) {

    /**
     * The page that a call asks for by its parameters {@code limit} and {@code cursor}.
     *
     * @param after the name after which it begins, of {@link Cursor#name}
     * @param name by which elements are sorted, another one for each
     */
    static <T> Page<T> of(Call call, String after, List<T> all, Function<T, String> name) {
        int limit = call.number("limit");
        List<T> rest = all.stream()
                .filter(element -> name.apply(element).compareTo(after) > 0)
                .sorted(Comparator.comparing(name))
                .limit(limit + 1L)
                .toList();
        if (rest.size() <= limit) {
            return new Page<>(rest, null);
        }
        return new Page<>(rest.subList(0, limit), Cursor.after(name.apply(rest.get(limit - 1))));
    }

    /** It as an answer: an object with the elements in the field of this name, and the cursor. */
    Answer answer(String field, Element<T> form) {
        return Answer.json(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart(field);
            for (T element : elements) {
                form.write(element, json);
            }
            json.writeEndArray();
            json.writeStringField("nextCursor", nextCursor);
            json.writeEndObject();
        });
    }

    /** Writes an element as one value. */
    interface Element<T> {
        /** Writes it. */
        void write(T element, JsonGenerator json) throws IOException;
    }
}
