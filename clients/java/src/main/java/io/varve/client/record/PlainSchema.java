/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.record;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Schemas that need no library. */
final class PlainSchema<T> implements Schema<T> {
    static final Schema<byte[]> BYTES = new PlainSchema<>(Function.identity(), Function.identity());
    static final Schema<String> STRING = new PlainSchema<>(
            text -> text.getBytes(StandardCharsets.UTF_8), bytes -> new String(bytes, StandardCharsets.UTF_8));

    private final Function<T, byte[]> encoder;
    private final Function<byte[], T> decoder;

    private PlainSchema(Function<T, byte[]> encoder, Function<byte[], T> decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    @Override
    public byte[] encode(T value) {
        return encoder.apply(value);
    }

    @Override
    public T decode(byte[] bytes) {
        return decoder.apply(bytes);
    }
}
