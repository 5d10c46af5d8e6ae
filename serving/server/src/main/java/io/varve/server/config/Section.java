/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The configuration of one component: its record, whose parts are keys under a prefix. Part {@code sealAge} of the record
 * under {@code log} is the key {@code log.seal-age}; a part that is a record itself holds the keys under its name. The
 * records' constructors check the values.
 *
 * @param prefix first words of the section's keys
 * @param defaults the values that hold where nothing else is said; a public record
 * @param <R> the component's record
 */
public record Section<R extends Record>(String prefix, R defaults) {

    /** The section's keys, in the order of the record's parts. */
    public List<Key> keys() {
        return keys(prefix, defaults).toList();
    }

    /**
     * The record with these values in place of the defaults.
     *
     * @param values by the name of the key; of the type of the key
     * @throws InvalidConfiguration when a record refuses them, with its reason
     */
    R with(Map<String, Object> values) {
        return with(prefix, defaults, values);
    }

    private static Stream<Key> keys(String prefix, Record defaults) {
        return Arrays.stream(defaults.getClass().getRecordComponents()).flatMap(part -> {
            String name = name(prefix, part);
            Object value = value(part, defaults);
            return value instanceof Record inner ? keys(name, inner) : Stream.of(new Key(name, part.getType(), value));
        });
    }

    private static <T extends Record> T with(String prefix, T defaults, Map<String, Object> values) {
        RecordComponent[] parts = defaults.getClass().getRecordComponents();
        Object[] arguments = Arrays.stream(parts)
                .map(part -> {
                    String name = name(prefix, part);
                    Object value = value(part, defaults);
                    return value instanceof Record inner ? with(name, inner, values) : values.getOrDefault(name, value);
                })
                .toArray();
        try {
            @SuppressWarnings("unchecked")
            Constructor<T> constructor = (Constructor<T>) defaults.getClass()
                    .getDeclaredConstructor(
                            Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new InvalidConfiguration(prefix + ": " + refused.getMessage());
            }
            throw new IllegalStateException("record of " + prefix, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record of " + prefix, e);
        }
    }

    private static Object value(RecordComponent part, Record of) {
        try {
            return part.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("part " + part.getName() + " of " + of, e);
        }
    }

    private static String name(String prefix, RecordComponent part) {
        return prefix + "." + part.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
