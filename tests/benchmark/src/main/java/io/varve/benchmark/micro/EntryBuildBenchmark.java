/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.EntryBuilder;
import io.varve.log.record.EntryHeader;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.Codec;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An entry of four batches, ready to be stored. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EntryBuildBenchmark {
    private static final int BATCHES = 4;
    private static final int RECORD_BYTES = 1024;

    /** Records of 1 KiB in each batch. */
    @Param({"1", "16", "250"})
    public int records;

    private final UUID topicId = new UUID(1, 2);
    private final EntryBuilder builder = new EntryBuilder(PooledByteBufAllocator.DEFAULT);
    private final EntryHeader header = new EntryHeader(1, 0, 1, 1, 0, 1, 0, -1, 0, (short) 1, 0);
    private ByteBuf batch = Unpooled.EMPTY_BUFFER;
    private int count;
    private long offset;

    @Setup
    public void prepare() {
        batch = Batches.of(Codec.NONE, Batches.values(RECORD_BYTES), records);
        count = BatchHeader.recordCount(batch, batch.readerIndex());
    }

    @TearDown
    public void release() {
        batch.release();
        builder.close();
    }

    /** For each batch: a copy, and a share of the entry's header and checksum. */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public int build() {
        for (int i = 0; i < BATCHES; i++) {
            builder.appendBatch(new BatchRecord(topicId, 0, offset, count, 1), 0, batch);
            offset += count;
        }
        ByteBuf bytes = builder.finish(header).bytes();
        int length = bytes.readableBytes();
        bytes.release();
        return length;
    }
}
