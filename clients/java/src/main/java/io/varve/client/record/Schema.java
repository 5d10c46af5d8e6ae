/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.record;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * How values become bytes and bytes become values. Has to be safe for use by several threads at once.
 *
 * <pre>{@code
 * record Order(String id, long cents) {}
 * Producer<Order> producer = client.newProducer(Schema.json(Order.class)).topic("orders").create();
 * }</pre>
 *
 * @param <T> the type of the values
 */
public interface Schema<T> {
    /**
     * The bytes of a value.
     *
     * @throws io.varve.protocol.error.VarveException INVALID_ARGUMENT if the value has none
     */
    byte[] encode(T value);

    /**
     * The value of some bytes, which may be empty; the array is the schema's from now on.
     *
     * @throws io.varve.protocol.error.VarveException INVALID_ARGUMENT if the bytes hold no such value
     */
    T decode(byte[] bytes);

    /** Values are bytes, as they are. */
    static Schema<byte[]> bytes() {
        return PlainSchema.BYTES;
    }

    /** Values are text in UTF-8; malformed bytes are read as the replacement character. */
    static Schema<String> string() {
        return PlainSchema.STRING;
    }

    /** Values are JSON, by Jackson with its defaults. */
    static <T> Schema<T> json(Class<T> type) {
        return new JsonSchema<>(new ObjectMapper(), type);
    }

    /** Values are JSON, by a mapper of your own. */
    static <T> Schema<T> json(Class<T> type, ObjectMapper mapper) {
        return new JsonSchema<>(mapper, type);
    }
}
