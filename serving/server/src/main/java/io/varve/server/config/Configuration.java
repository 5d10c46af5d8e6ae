/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.config;

import io.varve.protocol.error.VarveException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of all keys of a server. Components never see it: each is given its own record.
 *
 * <p>Of several sources of a key the strongest wins: option, then variable, then file, then default.
 */
public final class Configuration {

    /** What a key is set to, as text, and by whom. */
    public record Entry(Key key, String text, Source source) {}

    private final List<Section<?>> sections;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<String> warnings;

    /**
     * Reads and checks everything.
     *
     * @param sections all sections there are; no two have a key in common
     * @param file pairs of the configuration file; empty when there is none
     * @param environment the process's environment; variables without our prefix are ignored
     * @param flags pairs of the command line
     * @throws InvalidConfiguration at the first key that doesn't exist, or value that can't be read or isn't allowed
     */
    public Configuration(
            List<Section<?>> sections,
            Map<String, String> file,
            Map<String, String> environment,
            Map<String, String> flags) {
        this.sections = List.copyOf(sections);
        List<Key> keys =
                sections.stream().flatMap(section -> section.keys().stream()).toList();
        List<String> names = keys.stream().map(Key::name).toList();
        refuseUnknown(file, names, "the configuration file");
        refuseUnknown(flags, names, "the command line");
        for (Key key : keys) {
            entries.put(key.name(), strongest(key, file, environment, flags));
        }
        warnings = Variables.unknown(environment, keys).stream()
                .map(variable -> variable + " sets no key; the nearest is "
                        + NearestKey.of(
                                variable, keys.stream().map(Key::variable).toList()))
                .toList();
        this.sections.forEach(this::get);
    }

    /** The record of a section, one of those given to the constructor. */
    public <R extends Record> R get(Section<R> section) {
        Map<String, Object> values = new HashMap<>();
        for (Key key : section.keys()) {
            Entry entry = entries.get(key.name());
            if (entry == null) {
                throw new IllegalArgumentException(
                        "section " + section.prefix() + " is not part of this configuration");
            }
            if (entry.source != Source.DEFAULT) {
                values.put(key.name(), value(entry));
            }
        }
        return section.with(values);
    }

    /** All keys, by section. */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** What deserves a line in the log though it didn't stop the start. */
    public List<String> warnings() {
        return warnings;
    }

    private static Object value(Entry entry) {
        try {
            return entry.key.read(entry.text);
        } catch (IllegalArgumentException | VarveException e) {
            throw new InvalidConfiguration(
                    entry.key.name() + "=" + entry.text + " (" + nameOf(entry) + "): " + e.getMessage());
        }
    }

    private static String nameOf(Entry entry) {
        return switch (entry.source) {
            case DEFAULT -> "default";
            case FILE -> "from the file";
            case ENVIRONMENT -> "from " + entry.key.variable();
            case FLAG -> "from the command line";
        };
    }

    private static Entry strongest(
            Key key, Map<String, String> file, Map<String, String> environment, Map<String, String> flags) {
        String flag = flags.get(key.name());
        if (flag != null) {
            return new Entry(key, flag, Source.FLAG);
        }
        String variable = environment.get(key.variable());
        if (variable != null) {
            return new Entry(key, variable, Source.ENVIRONMENT);
        }
        String line = file.get(key.name());
        if (line != null) {
            return new Entry(key, line, Source.FILE);
        }
        return new Entry(key, key.defaultText(), Source.DEFAULT);
    }

    private static void refuseUnknown(Map<String, String> given, List<String> names, String where) {
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new InvalidConfiguration(
                        "unknown key " + name + " in " + where + "; the nearest is " + NearestKey.of(name, names));
            }
        }
    }
}
