/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

/** Who is at work during a run. */
public enum Work {
    /** Producers only; what they wrote is read back afterwards. */
    PRODUCE,
    /** Consumers only; they read a backlog to its end, each group all of it. */
    DRAIN,
    /** Producers, and consumers that read along; with several groups it is a fan-out. */
    END_TO_END
}
