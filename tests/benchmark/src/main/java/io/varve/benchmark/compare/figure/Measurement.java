/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.figure;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One run of one workload.
 *
 * @param workload its id, such as W1
 * @param lane who ran it, with which settings
 * @param round from 1
 * @param values what was measured; may lack what doesn't apply
 * @param refusal why it doesn't count; empty when every record came back as it was sent
 */
public record Measurement(
        String workload, String lane, int round, Map<Metric, Double> values, Optional<String> refusal) {
    public Measurement {
        values = Map.copyOf(values);
    }

    /** A run whose records were checked. */
    public static Measurement checked(String workload, String lane, int round, Map<Metric, Double> values) {
        return new Measurement(workload, lane, round, values, Optional.empty());
    }

    /** A run that doesn't count, whatever it measured. */
    public static Measurement refused(String workload, String lane, int round, String reason) {
        return new Measurement(workload, lane, round, new EnumMap<>(Metric.class), Optional.of(reason));
    }

    /** Whether it counts. */
    public boolean counts() {
        return refusal.isEmpty();
    }
}
