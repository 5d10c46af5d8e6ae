/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.IOException;

/** Values as JSON. */
final class JsonSchema<T> implements Schema<T> {
    private final Class<T> type;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    JsonSchema(ObjectMapper mapper, Class<T> type) {
        this.type = type;
        this.writer = mapper.writerFor(type);
        this.reader = mapper.readerFor(type);
    }

    @Override
    public byte[] encode(T value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "value of type " + type.getName() + " has no JSON form: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public T decode(byte[] bytes) {
        try {
            T value = reader.readValue(bytes);
            if (value == null) {
                throw new VarveException(
                        ErrorCode.INVALID_ARGUMENT, "record holds the JSON null, not a " + type.getName());
            }
            return value;
        } catch (IOException e) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "record of " + bytes.length + " bytes is no JSON of type " + type.getName() + ": " + e.getMessage(),
                    e);
        }
    }
}
