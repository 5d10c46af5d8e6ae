/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns the counters of shards into rates that change slowly: a mean at first, exponentially smoothed after a minute, so that a
 * burst moves no shard. Time is what it is told; used by one thread at a time.
 */
final class LoadMeter {
    private static final long SMOOTHED_NANOS = Duration.ofMinutes(1).toNanos();

    /** Longer than the next owner of a shard takes to measure it and to say so. */
    private static final long KEPT_NANOS = Duration.ofMinutes(2).toNanos();

    private final long neededNanos;
    private final SortedMap<Integer, Measured> shards = new TreeMap<>();
    private long sampledNanos;

    /** A shard, and what was seen of it. */
    private static final class Measured {
        private final long sinceNanos;
        private long seenNanos;
        private long bytes;
        private double rate;

        private Measured(long nanos, long bytes) {
            this.sinceNanos = nanos;
            this.seenNanos = nanos;
            this.bytes = bytes;
        }

        private void see(long nanos, long count) {
            long elapsed = nanos - seenNanos;
            if (elapsed > 0) {
                double now = (count - bytes) * 1e9 / elapsed;
                rate += (now - rate) * Math.min(1, (double) elapsed / Math.min(nanos - sinceNanos, SMOOTHED_NANOS));
            }
            goOn(nanos, count);
        }

        private void goOn(long nanos, long count) {
            seenNanos = nanos;
            bytes = count;
        }
    }

    /** @param needed for how long a shard has to be measured before there is a rate of it */
    LoadMeter(Duration needed) {
        this.neededNanos = needed.toNanos();
    }

    /**
     * Takes the counters of all shards that are served now.
     *
     * @param bytes by shard; begin at 0 whenever the shard is opened
     * @param nanos monotonic time in ns
     */
    void sample(Map<Integer, Long> bytes, long nanos) {
        bytes.forEach((shard, count) -> {
            Measured measured = shards.get(shard);
            if (measured == null) {
                shards.put(shard, new Measured(nanos, count));
            } else if (measured.seenNanos != sampledNanos || count < measured.bytes) {
                // It was away, and its counter has begun anew.
                measured.goOn(nanos, count);
            } else {
                measured.see(nanos, count);
            }
        });
        shards.values()
                .removeIf(measured ->
                        measured.seenNanos != nanos && (!isKnown(measured) || nanos - measured.seenNanos > KEPT_NANOS));
        sampledNanos = nanos;
    }

    /** The rates of the busiest {@link LoadReport#MOST_SHARDS} shards, in bytes per second, rounded to two digits. */
    SortedMap<Integer, Long> rates() {
        SortedMap<Integer, Long> rates = new TreeMap<>();
        shards.entrySet().stream()
                .filter(shard -> isKnown(shard.getValue()))
                .sorted(Comparator.comparingDouble(shard -> -shard.getValue().rate))
                .limit(LoadReport.MOST_SHARDS)
                .forEach(shard -> rates.put(shard.getKey(), rounded(shard.getValue().rate)));
        return rates;
    }

    private boolean isKnown(Measured measured) {
        return measured.seenNanos - measured.sinceNanos >= neededNanos;
    }

    private static long rounded(double rate) {
        long value = Math.round(rate);
        long unit = 1;
        while (value / unit >= 100) {
            unit *= 10;
        }
        return (value + unit / 2) / unit * unit;
    }
}
