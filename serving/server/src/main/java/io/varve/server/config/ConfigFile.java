/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Reads a configuration file: Java's properties format, in UTF-8. */
public final class ConfigFile {

    private ConfigFile() {}

    /**
     * The pairs in the file.
     *
     * @throws InvalidConfiguration when it isn't there, can't be read, or isn't in that format
     */
    public static Map<String, String> read(Path file) {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        } catch (NoSuchFileException e) {
            throw new InvalidConfiguration("there is no configuration file " + file);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidConfiguration("configuration file " + file + " can't be read: " + e.getMessage());
        }
        Map<String, String> pairs = new TreeMap<>();
        lines.stringPropertyNames()
                .forEach(name -> pairs.put(name, lines.getProperty(name).strip()));
        return pairs;
    }
}
