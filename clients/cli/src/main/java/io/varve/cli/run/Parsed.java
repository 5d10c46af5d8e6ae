/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import io.varve.protocol.error.VarveException;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an argument by a parser of ours, whose refusal is a usage error.
 *
 * @param <T> what it reads
 */
public final class Parsed<T> implements ITypeConverter<T> {
    private final Function<String, T> parser;

    /** Reads by this parser, which refuses with a {@link VarveException}. */
    public Parsed(Function<String, T> parser) {
        this.parser = parser;
    }

    @Override
    public T convert(String text) {
        try {
            return parser.apply(text);
        } catch (VarveException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** By a parser of Java's, whose own message isn't for users. */
    public static <T> ITypeConverter<T> as(String kind, Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "' is no " + kind);
            }
        };
    }
}
