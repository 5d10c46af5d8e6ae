/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.unit;

import java.time.Duration;

/** Durations written as a whole number and one of {@code ms s m h d}; a day has 24 hours. */
public final class Durations {
    private static final Quantity.Unit[] UNITS = {
        new Quantity.Unit("d", 86_400_000),
        new Quantity.Unit("h", 3_600_000),
        new Quantity.Unit("m", 60_000),
        new Quantity.Unit("s", 1_000),
        new Quantity.Unit("ms", 1)
    };

    private Durations() {}

    /**
     * Reads a duration like {@code 30d} or {@code 500ms}.
     *
     * @throws io.varve.protocol.error.VarveException INVALID_ARGUMENT
     */
    public static Duration parse(String text) {
        return Duration.ofMillis(Quantity.parse("duration", text, UNITS, "10s"));
    }

    /** The shortest exact form of a duration of whole milliseconds, at least 0; {@link #parse} reads it back. */
    public static String format(Duration duration) {
        return Quantity.format(duration.toMillis(), UNITS);
    }
}
