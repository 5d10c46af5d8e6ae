/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.output;

/** What {@code -o} chooses. */
public enum OutputFormat {
    /** For people: aligned columns, sizes and ages rounded. */
    TABLE,
    /** For programs: exact numbers, times in ISO-8601. */
    JSON
}
