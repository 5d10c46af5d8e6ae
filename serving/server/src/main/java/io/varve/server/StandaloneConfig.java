/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import java.time.Duration;

/**
 * A whole cluster in one process.
 *
 * @param bookies 1, or 3: then each record is on the disks of two before it is acknowledged
 * @param bookieGcInterval how often bookies free the space of deleted ledgers, at least 1 s
 */
public record StandaloneConfig(int bookies, Duration bookieGcInterval) {
    /** The defaults. */
    public static final StandaloneConfig DEFAULTS = new StandaloneConfig(1, Duration.ofMinutes(10));

    public StandaloneConfig {
        if (bookies != 1 && bookies != 3) {
            throw new IllegalArgumentException("bookies must be 1 or 3, not " + bookies);
        }
        if (bookieGcInterval.toMillis() < 1000) {
            throw new IllegalArgumentException("bookieGcInterval must be at least 1 s, not " + bookieGcInterval);
        }
    }
}
