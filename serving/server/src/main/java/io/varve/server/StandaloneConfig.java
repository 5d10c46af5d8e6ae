/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

/**
 * A whole cluster in one process.
 *
 * @param bookies 1, or 3: then each record is on the disks of two before it is acknowledged
 */
public record StandaloneConfig(int bookies) {
    /** The defaults. */
    public static final StandaloneConfig DEFAULTS = new StandaloneConfig(1);

    public StandaloneConfig {
        if (bookies != 1 && bookies != 3) {
            throw new IllegalArgumentException("bookies must be 1 or 3, not " + bookies);
        }
    }
}
