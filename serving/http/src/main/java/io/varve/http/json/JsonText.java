/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.varve.http.call.Problem;
import io.varve.protocol.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** JSON as callers send it. Numbers keep all their digits; a name that stands twice in an object is a mistake. */
public final class JsonText {
    private static final int DEEPEST = 200;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonText() {}

    /**
     * The object that a body holds.
     *
     * @param fields the names that it may have
     * @throws Problem with line and column if it is no JSON, or says what else it is
     */
    public static JsonFields object(byte[] body, Set<String> fields) {
        if (body.length == 0) {
            throw new Problem(ErrorCode.INVALID_ARGUMENT, "the body is empty; it takes a JSON object");
        }
        try {
            return JsonFields.of("", MAPPER.readTree(body), fields);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            int line = at == null ? 1 : at.getLineNr();
            int column = at == null ? 1 : at.getColumnNr();
            throw new Problem(
                            ErrorCode.INVALID_ARGUMENT,
                            "the body is no JSON at line " + line + ", column " + column + ": "
                                    + firstLine(e.getOriginalMessage()))
                    .with("line", line)
                    .with("column", column);
        } catch (IOException e) {
            // What begins like another encoding than UTF-8 and isn't that either.
            throw new Problem(
                    ErrorCode.INVALID_ARGUMENT, "the body is no JSON: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    /** A value as JSON text without white space, in UTF-8. */
    static byte[] bytes(JsonNode value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("JSON is written into memory", e);
        }
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
