/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.config;

/** Where the value of a key came from; a later one wins over an earlier one. */
public enum Source {
    /** The component's own default. */
    DEFAULT,
    /** The file given with {@code --config}. */
    FILE,
    /** A variable {@code VARVE_…}. */
    ENVIRONMENT,
    /** An option of the command line. */
    FLAG
}
