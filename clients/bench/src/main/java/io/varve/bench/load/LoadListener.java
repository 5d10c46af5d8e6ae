/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.workload.Second;
import io.varve.bench.workload.Workload;
import java.util.List;

/** Told how a run goes on, by threads of the run; mustn't block. */
public interface LoadListener {
    /** Hears nothing. */
    LoadListener NONE = new LoadListener() {};

    /** These are made for the run, and left behind: topics unless they existed, and groups. */
    default void making(List<String> topics, List<String> groups) {}

    /** The run begins: topics, producers and consumers are made, and warmed up. */
    default void preparing(Workload workload) {}

    /** The measurement begins. */
    default void measuring(Workload workload) {}

    /** A second of the measurement has passed. */
    default void passed(Second second) {}

    /** The measurement has ended, and the check begins. */
    default void checking(Workload workload) {}
}
