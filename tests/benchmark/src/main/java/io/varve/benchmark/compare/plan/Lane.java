/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import java.util.Map;
import java.util.TreeMap;

/**
 * Who runs a workload: a system, through a driver with some settings.
 *
 * @param name unique, for tables
 * @param family lanes of one family differ in their settings only; the better one counts
 * @param system the name of its recipe
 * @param driver the name of the driver
 * @param settings of the driver that aren't the library's defaults
 */
public record Lane(String name, String family, String system, String driver, Map<String, String> settings) {
    public Lane {
        settings = new TreeMap<>(settings);
    }

    /** With the library's defaults. */
    static Lane plain(String name, String system, String driver) {
        return new Lane(name, name, system, driver, Map.of());
    }

    /** The same system through another driver, with the defaults of that. */
    public Lane by(String other) {
        return new Lane(name + " by " + other, family, system, other, Map.of());
    }

    /** The same system and driver, with settings, as another lane of the family. */
    Lane with(String suffix, Map<String, String> others) {
        return new Lane(name + suffix, family, system, driver, others);
    }
}
