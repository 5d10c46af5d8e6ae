/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.config;

import io.varve.protocol.unit.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Values of configuration keys as text: what each type looks like in a file. */
final class ValueText {
    private static final String HOME = System.getProperty("user.home");

    private static final Map<Class<?>, Function<String, Object>> READERS = Map.of(
            String.class,
            text -> text,
            boolean.class,
            ValueText::readBoolean,
            int.class,
            text -> (int) readWhole(text, Integer.MIN_VALUE, Integer.MAX_VALUE),
            long.class,
            text -> readWhole(text, Long.MIN_VALUE, Long.MAX_VALUE),
            Path.class,
            ValueText::readPath,
            Duration.class,
            Durations::parse);

    private ValueText() {}

    /**
     * The value that a text stands for.
     *
     * @param type of the key
     * @throws RuntimeException when it is none of that type; the message says what would be
     */
    static Object read(Class<?> type, String text) {
        if (type.isEnum()) {
            return readWord(type, text.strip());
        }
        Function<String, Object> reader = READERS.get(type);
        if (reader == null) {
            throw new IllegalStateException("a key can't be of type " + type);
        }
        return reader.apply(text.strip());
    }

    /** The text that {@link #read} makes this value of. */
    static String write(Object value) {
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        }
        if (value instanceof Path path && path.startsWith(HOME)) {
            return Path.of("~").resolve(Path.of(HOME).relativize(path)).toString();
        }
        return value instanceof Enum<?> word ? write(word) : value.toString();
    }

    private static String write(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object readWord(Class<?> type, String text) {
        List<Enum<?>> words = Arrays.stream(type.getEnumConstants())
                .<Enum<?>>map(word -> (Enum<?>) word)
                .toList();
        return words.stream()
                .filter(word -> write(word).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "not one of " + words.stream().map(ValueText::write).collect(Collectors.joining(", "))));
    }

    private static Object readBoolean(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("not true or false");
        };
    }

    private static long readWhole(String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a whole number", e);
        }
        throw new IllegalArgumentException("not a number from " + min + " to " + max);
    }

    private static Path readPath(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("not a path");
        }
        return text.equals("~") || text.startsWith("~/") ? Path.of(HOME + text.substring(1)) : Path.of(text);
    }
}
