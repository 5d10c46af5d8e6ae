/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

/**
 * Where history goes.
 *
 * @param store {@code file:DIR}; empty = the directory {@code objects} in the data directory
 */
public record ObjectsConfig(String store) {
    /** The defaults. */
    public static final ObjectsConfig DEFAULTS = new ObjectsConfig("");
}
