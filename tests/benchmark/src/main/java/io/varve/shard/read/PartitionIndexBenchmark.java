/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A batch noted in the index of a partition, and an offset looked up in one of 25,000 batches. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PartitionIndexBenchmark {
    private static final int BATCHES = 25_000;
    private static final int RECORDS = 250;
    private static final int BYTES = 256 << 10;
    private static final int ENTRIES_OF_A_LEDGER = 1000;

    private final SplittableRandom random = new SplittableRandom(1);
    private PartitionIndex full = new PartitionIndex();
    private PartitionIndex growing = new PartitionIndex();
    private int next;

    @Setup
    public void fill() {
        full = new PartitionIndex();
        for (int batch = 0; batch < BATCHES; batch++) {
            add(full, batch);
        }
    }

    private static void add(PartitionIndex index, int batch) {
        index.add((long) batch * RECORDS, batch / ENTRIES_OF_A_LEDGER, batch % ENTRIES_OF_A_LEDGER, BYTES);
    }

    /** From an offset to ledger and entry. */
    @Benchmark
    public long lookUp() {
        int point = full.floor(random.nextLong((long) BATCHES * RECORDS));
        return full.ledger(point) ^ full.entry(point);
    }

    /** What each confirmed batch costs; begins a new index when one is full. */
    @Benchmark
    public int add() {
        if (next == BATCHES) {
            growing = new PartitionIndex();
            next = 0;
        }
        add(growing, next++);
        return growing.size();
    }
}
