/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An offset looked up in an object of 1 GiB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BlockIndexBenchmark {
    private static final int BLOCKS = 1024;
    private static final int RECORDS = 1000;
    private static final int BYTES = 1 << 20;

    private final SplittableRandom random = new SplittableRandom(1);
    private final BlockIndex blocks = new BlockIndex(blocks());
    private final DirectoryRow row = new DirectoryRow(
            new PartitionLane(new UUID(1, 2), 0, 0),
            0,
            (long) BLOCKS * RECORDS,
            (long) BLOCKS * RECORDS,
            0,
            (long) BLOCKS * BYTES,
            Times.NONE,
            BLOCKS,
            0,
            BLOCKS,
            0,
            1,
            0);

    private static List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int block = 0; block < BLOCKS; block++) {
            blocks.add(new Block((long) block * RECORDS, (long) block * BYTES, BYTES, RECORDS, Times.NONE, 0));
        }
        return blocks;
    }

    /** From an offset to a place in the object. */
    @Benchmark
    public long lookUp() {
        return blocks.get(blocks.blockOf(row, random.nextLong(row.endOffset()))).position();
    }
}
