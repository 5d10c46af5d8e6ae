/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

/**
 * What went through in one second of the measurement.
 *
 * @param end seconds from the start of the measurement to the end of this second
 * @param recordsIn acknowledged
 * @param recordsOut received by all groups together
 * @param ackP50Millis of those acknowledged; 0 if there are none, here and below
 * @param ackP99Millis of those acknowledged
 * @param ackMaxMillis of those acknowledged
 * @param endToEndP50Millis of those received
 * @param endToEndP99Millis of those received
 * @param endToEndMaxMillis of those received
 */
public record Second(
        double end,
        long recordsIn,
        long recordsOut,
        double ackP50Millis,
        double ackP99Millis,
        double ackMaxMillis,
        double endToEndP50Millis,
        double endToEndP99Millis,
        double endToEndMaxMillis) {}
