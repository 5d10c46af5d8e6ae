/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How long something took.
 *
 * @param records that were timed
 * @param p50Millis half of them took no longer
 * @param p90Millis nine of ten
 * @param p99Millis 99 of a hundred
 * @param p999Millis 999 of a thousand
 * @param maxMillis all
 * @param histogram all of it in microseconds, as HdrHistogram's compressed encoding in base64
 */
public record Latency(
        long records,
        double p50Millis,
        double p90Millis,
        double p99Millis,
        double p999Millis,
        double maxMillis,
        String histogram) {
    private static final double MICROS_IN_A_MILLI = 1e3;
    private static final int POINTS_TO_EACH_HALVING = 5;

    /** Of a histogram of microseconds. */
    public static Latency of(Histogram micros) {
        ByteBuffer encoded = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
        int length = micros.encodeIntoCompressedByteBuffer(encoded);
        ByteBuffer histogram = Base64.getEncoder().encode(ByteBuffer.wrap(encoded.array(), 0, length));
        return new Latency(
                micros.getTotalCount(),
                millis(micros, 50),
                millis(micros, 90),
                millis(micros, 99),
                millis(micros, 99.9),
                millis(micros, 100),
                new String(histogram.array(), 0, histogram.limit(), StandardCharsets.ISO_8859_1));
    }

    /** All of it, in microseconds. */
    public Histogram decode() {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(histogram)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("no histogram: " + histogram, e);
        }
    }

    /**
     * The curve of times over percentiles, from the least time to the largest, with five points to each halving of what is left
     * above.
     */
    public List<Point> curve() {
        List<Point> points = new ArrayList<>();
        for (HistogramIterationValue value : decode().percentiles(POINTS_TO_EACH_HALVING)) {
            double above = 1 - value.getPercentileLevelIteratedTo() / 100;
            points.add(new Point(above > 0 ? 1 / above : records, value.getValueIteratedTo() / MICROS_IN_A_MILLI));
        }
        return points;
    }

    /**
     * A point of the curve.
     *
     * @param oneIn one in so many took longer: 100 at p99; at the largest time the number of records
     * @param millis how long the rest took at most
     */
    public record Point(double oneIn, double millis) {}

    private static double millis(Histogram micros, double percentile) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / MICROS_IN_A_MILLI;
    }
}
