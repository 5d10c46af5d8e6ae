/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import jdk.jfr.Category;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a flight recording: from when to when a workload was measured. */
@Name(MeasuringEvent.NAME)
@Label("Measuring")
@Category("Varve")
@StackTrace(false)
public final class MeasuringEvent extends jdk.jfr.Event {
    /** What the event is called. */
    public static final String NAME = "io.varve.bench.Measuring";

    @Label("Workload")
    private final String workload;

    MeasuringEvent(String workload) {
        this.workload = workload;
    }

    /** The name of the workload. */
    public String workload() {
        return workload;
    }
}
