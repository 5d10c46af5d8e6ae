/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import java.nio.file.Path;

/**
 * Where a server keeps what it stores.
 *
 * @param dir made when it isn't there; one server at a time
 */
public record DataConfig(Path dir) {
    /** The defaults. */
    public static final DataConfig DEFAULTS =
            new DataConfig(Path.of(System.getProperty("user.home"), ".local", "share", "varve"));
}
