/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.figure;

/** What a run is judged by. MB and GB are 10^6 and 10^9 bytes of record values. */
public enum Metric {
    PRODUCED("in", "MB/s", true, 1),
    PRODUCED_RECORDS("in", "records/s", true, 0),
    CONSUMED("out", "MB/s", true, 1),
    CONSUMED_RECORDS("out", "records/s", true, 0),
    ACK_P50("ack p50", "ms", false, 2),
    ACK_P99("ack p99", "ms", false, 2),
    ACK_P999("ack p99.9", "ms", false, 2),
    END_TO_END_P50("end to end p50", "ms", false, 2),
    END_TO_END_P99("end to end p99", "ms", false, 2),
    END_TO_END_P999("end to end p99.9", "ms", false, 2),
    SERVER_CPU("server CPU", "s/GB", false, 1),
    CLIENT_CPU("client CPU", "s/GB", false, 1),
    PEAK_MEMORY("peak memory", "MB", false, 0),
    DISK_WRITTEN("disk written", "x", false, 1),
    DISK_LEFT("disk left", "x", false, 1),
    /** What {@link #PRODUCED_RECORDS} was to be, where the rate is fixed. */
    ASKED_RECORDS("asked for", "records/s", true, 0),
    /** What the compilers of the system and of its client took of the processors: they weren't warm if that is much. */
    COMPILERS("compilers", "%", false, 0),
    /** What processes took of the processors other than the system and the load. */
    OTHERS("other processes", "%", false, 0),
    /** What the host took of a virtual machine's processors. */
    STOLEN("stolen by the host", "%", false, 0);

    private final String title;
    private final String unit;
    private final boolean isHigherBetter;
    private final int decimals;

    Metric(String title, String unit, boolean isHigherBetter, int decimals) {
        this.title = title;
        this.unit = unit;
        this.isHigherBetter = isHigherBetter;
        this.decimals = decimals;
    }

    /** Its name in tables. */
    public String title() {
        return title;
    }

    /** Of its values; x is times the bytes of record values. */
    public String unit() {
        return unit;
    }

    /** Whether more is better. */
    public boolean isHigherBetter() {
        return isHigherBetter;
    }

    /** How many digits after the point are printed. */
    public int decimals() {
        return decimals;
    }
}
