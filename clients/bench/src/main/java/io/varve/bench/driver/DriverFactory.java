/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.driver;

import java.util.Map;

/** Makes drivers; found by {@link java.util.ServiceLoader}. */
public interface DriverFactory {
    /** The system's name, such as {@code varve}. */
    String name();

    /** What drivers set of the client library by themselves, whatever their settings are: for people who read figures. */
    default Map<String, String> fixedSettings() {
        return Map.of();
    }

    /**
     * Connects.
     *
     * @param servers where the system is, in its own notation
     * @param settings of the client library, under the library's own names; empty: the library's defaults, but for
     *     {@link #fixedSettings}. An unknown one is an IllegalArgumentException that names it
     */
    Driver open(String servers, Map<String, String> settings);
}
