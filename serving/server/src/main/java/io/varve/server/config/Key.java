/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.config;

import io.varve.protocol.unit.DataSize;
import java.util.Locale;

/**
 * One key of the configuration.
 *
 * @param name dotted kebab-case, such as {@code log.seal-age}
 * @param type one of the types that {@link ValueText} knows
 * @param byDefault a value of that type
 */
public record Key(String name, Class<?> type, Object byDefault) {

    /** The variable that sets this key: {@code log.seal-age} is {@code VARVE_LOG_SEAL_AGE}. */
    public String variable() {
        return Variables.PREFIX
                + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The default as it would be written in a file. */
    public String defaultText() {
        return isSize() ? new DataSize(((Number) byDefault).longValue()).toString() : ValueText.write(byDefault);
    }

    /**
     * The value that a text stands for.
     *
     * @throws RuntimeException when the text is no value of this key's type; the message says what would be
     */
    Object read(String text) {
        return ValueText.read(
                type, isSize() ? Long.toString(DataSize.parse(text.strip()).bytes()) : text);
    }

    /** Whole numbers that are called bytes are written with a unit. */
    private boolean isSize() {
        return name.endsWith("-bytes") && (type == int.class || type == long.class);
    }
}
