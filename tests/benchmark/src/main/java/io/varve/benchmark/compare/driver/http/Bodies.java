/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What requests and answers have in their bodies, in JSON. */
final class Bodies {
    static final String JSON = "application/json";

    /** Fields that nobody here asks for are passed over, as clients of an API that grows do. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Bodies() {}

    /** The body of a publish; bytes are in base64, being no text. */
    static byte[] records(List<Outgoing> records) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = MAPPER.createGenerator(body)) {
            json.writeStartObject();
            json.writeArrayFieldStart("records");
            for (Outgoing record : records) {
                json.writeStartObject();
                if (record.key() != null) {
                    json.writeBinaryField("key", record.key());
                }
                json.writeBinaryField("value", record.value());
                json.writeStringField("encoding", "base64");
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toByteArray();
    }

    /** The body of any other request. */
    static byte[] of(Map<String, ?> fields) {
        try {
            return MAPPER.writeValueAsBytes(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer. */
    static <T> T read(byte[] body, Class<T> type) {
        try {
            return MAPPER.readValue(body, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless the answer of a publish has so many records, each with the offset that it is stored at. */
    static void checkStored(byte[] body, int records) {
        JsonNode stored = read(body, JsonNode.class).path("records");
        if (stored.size() != records) {
            throw new IllegalStateException(
                    "a request with " + records + " records was answered with " + stored.size() + " positions");
        }
        for (JsonNode position : stored) {
            if (!position.path("offset").isIntegralNumber()) {
                throw new IllegalStateException("a success has a record without an offset: " + position);
            }
        }
    }
}
