/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.profile;

import io.varve.bench.load.MeasuringEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * When a workload was measured.
 *
 * @param from inclusive
 * @param to exclusive
 */
record Window(String workload, Instant from, Instant to) {

    /** All that the recording of a load generator has. */
    static List<Window> in(Path recording) throws IOException {
        List<Window> found = new ArrayList<>();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals(MeasuringEvent.NAME)) {
                    found.add(new Window(event.getString("workload"), event.getStartTime(), event.getEndTime()));
                }
            }
        }
        return found;
    }

    /** Whether something ended within it. */
    boolean has(Instant end) {
        return !end.isBefore(from) && end.isBefore(to);
    }

    /** How long it is, in seconds. */
    double seconds() {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
