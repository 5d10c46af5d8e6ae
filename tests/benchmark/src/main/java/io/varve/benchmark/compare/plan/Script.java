/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import io.varve.bench.workload.Workload;

/**
 * How a lane goes through a workload.
 *
 * @param kind what is done with the load
 * @param load what producers send, and in {@link Kind#MEASURE} what is measured
 */
public record Script(Kind kind, Workload load) {
    /** What is done with the load. */
    public enum Kind {
        /** It is what is measured. */
        MEASURE,
        /** It is the backlog; what is measured is a consumer that reads it. */
        DRAIN,
        /** It is the backlog, which is in objects only when a consumer reads it. */
        REPLAY,
        /** It is what is measured, while other consumers read a backlog from ledgers, and another from objects. */
        MEASURE_BESIDE_READERS,
        /** It is what is measured, while a consumer reads a backlog from ledgers, and a replay another one from objects. */
        MEASURE_BESIDE_REPLAY
    }
}
