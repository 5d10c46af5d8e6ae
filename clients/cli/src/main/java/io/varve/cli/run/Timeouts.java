/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.unit.Durations;
import java.time.Duration;

/** How long a command can be told to wait: some time, and less than what fits into nanoseconds. */
public final class Timeouts {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(36_500);

    private Timeouts() {}

    /**
     * Reads a timeout like {@code 10s}.
     *
     * @throws VarveException INVALID_ARGUMENT
     */
    public static Duration parse(String text) {
        Duration timeout = Durations.parse(text);
        if (timeout.compareTo(LEAST) < 0 || timeout.compareTo(MOST) > 0) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + text + "' is not between " + Durations.format(LEAST) + " and " + Durations.format(MOST));
        }
        return timeout;
    }
}
