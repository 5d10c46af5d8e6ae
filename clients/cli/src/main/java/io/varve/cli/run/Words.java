/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a constant of an enum as a word in lower case, which is how they are written on the command line.
 *
 * @param <E> the enum
 */
public final class Words<E extends Enum<E>> implements ITypeConverter<E> {
    private final List<E> constants;

    /** For the constants of this enum. */
    public Words(Class<E> type) {
        constants = Arrays.asList(type.getEnumConstants());
    }

    /**
     * The words that completion offers for an option; picocli makes one by the subclass's constructor.
     *
     * @param <E> the enum
     */
    public abstract static class Candidates<E extends Enum<E>> implements Iterable<String> {
        private final List<String> words;

        /** Those of this enum. */
        protected Candidates(Class<E> type) {
            words = Arrays.stream(type.getEnumConstants()).map(Words::of).toList();
        }

        @Override
        public Iterator<String> iterator() {
            return words.iterator();
        }
    }

    /** The word for a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public E convert(String word) {
        return constants.stream()
                .filter(constant -> of(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is none of "
                        + String.join(", ", constants.stream().map(Words::of).toList())));
    }
}
