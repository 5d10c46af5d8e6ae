/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import io.varve.client.admin.NewTopic;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.unit.Durations;
import java.time.Duration;

/** How retention by time is written: a duration, or a word for no end. */
final class Retention {
    private static final String FOR_EVER = "forever";

    private Retention() {}

    /**
     * Reads {@code 30d} or {@code forever}.
     *
     * @throws VarveException INVALID_ARGUMENT
     */
    static Duration parse(String text) {
        if (text.equals(FOR_EVER)) {
            return NewTopic.FOR_EVER;
        }
        Duration retention = Durations.parse(text);
        if (retention.isZero()) {
            throw new VarveException(ErrorCode.INVALID_ARGUMENT, "retention '" + text + "' is below 1ms, the least");
        }
        return retention;
    }

    /** The shortest exact form. */
    static String format(Duration retention) {
        return retention.equals(NewTopic.FOR_EVER) ? FOR_EVER : Durations.format(retention);
    }
}
