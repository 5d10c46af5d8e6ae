/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.batch.BatchCheck;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.BatchReader;
import io.varve.protocol.batch.Codec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A batch of 256 KiB: made of records, checked as a broker does, read as a consumer does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BatchCodecBenchmark {
    /** Bytes of each value. */
    @Param({"100", "1024"})
    public int recordBytes;

    /** How the batch is compressed. */
    @Param({"NONE", "LZ4", "ZSTD"})
    public Codec codec = Codec.NONE;

    private byte[][] values = {};
    private ByteBuf batch = Unpooled.EMPTY_BUFFER;

    @Setup
    public void prepare() {
        values = Batches.values(recordBytes);
        batch = Batches.full(codec, values);
    }

    @TearDown
    public void release() {
        batch.release();
    }

    /** From records to the bytes that are sent. */
    @Benchmark
    public int build() {
        ByteBuf built = Batches.full(codec, values);
        int bytes = built.readableBytes();
        built.release();
        return bytes;
    }

    /** What a broker does before it takes a batch. */
    @Benchmark
    public void check() {
        BatchCheck.produced(batch, BatchLimits.DEFAULT);
    }

    /** From the bytes that came to records. */
    @Benchmark
    public void read(Blackhole hole) {
        BatchReader reader = new BatchReader(batch, batch.readerIndex());
        while (reader.hasNext()) {
            hole.consume(reader.next());
        }
    }
}
