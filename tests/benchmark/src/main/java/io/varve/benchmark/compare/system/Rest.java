/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.system;

import java.time.Duration;

/**
 * How long a system pauses, at most, between two steps of what it does behind its answers, such as freeing space. Who has been
 * idle for longer is done.
 *
 * @param usual before most workloads
 * @param beforeTimes before a workload that is judged by times, which show a step that others hardly feel
 */
public record Rest(Duration usual, Duration beforeTimes) {
    /** It does at once whatever it has to do. */
    static final Rest NONE = always(Duration.ZERO);

    /** The same before all workloads. */
    static Rest always(Duration rest) {
        return new Rest(rest, rest);
    }
}
