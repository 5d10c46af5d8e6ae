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

    /**
     * Connects.
     *
     * @param servers where the system is, in its own notation
     * @param settings of the client library, under the library's own names; empty: the library's defaults. An unknown one is an
     *     IllegalArgumentException that names it
     */
    Driver open(String servers, Map<String, String> settings);
}
