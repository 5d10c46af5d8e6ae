/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

/**
 * How long producers send.
 *
 * @param warmUpMillis before the measurement; every producer sends at least one record then
 * @param durationMillis during the measurement; 0 = as long as {@code records} take
 * @param records of all producers during the measurement; 0 = as many as {@code durationMillis} allows
 */
public record Span(long warmUpMillis, long durationMillis, long records) {
    private static final long MAX_MILLIS = 7L * 24 * 3600 * 1000;

    /** Checks the ranges. */
    public Span {
        Range.check("warmUpMillis", warmUpMillis, 0, MAX_MILLIS);
        Range.check("durationMillis", durationMillis, 0, MAX_MILLIS);
        Range.check("records", records, 0, Long.MAX_VALUE);
        if ((durationMillis == 0) == (records == 0)) {
            throw new IllegalArgumentException("a span has either a duration or a number of records; durationMillis is "
                    + durationMillis + " and records " + records);
        }
    }

    /** For some time. */
    public static Span lasting(long warmUpMillis, long durationMillis) {
        return new Span(warmUpMillis, durationMillis, 0);
    }

    /** For so many records. */
    public static Span sending(long warmUpMillis, long records) {
        return new Span(warmUpMillis, 0, records);
    }
}
