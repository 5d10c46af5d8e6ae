/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.micro;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.frame.FrameCodec;
import io.varve.protocol.frame.FrameHeader;
import io.varve.protocol.wire.Produce;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The frame around a produced batch of 256 KiB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameCodecBenchmark {
    private final Produce command = Produce.newBuilder()
            .setTopicId(ByteString.copyFrom(new byte[16]))
            .setPartition(3)
            .build();
    private ByteBuf batch = Unpooled.EMPTY_BUFFER;
    private ByteBuf frame = Unpooled.EMPTY_BUFFER;

    @Setup
    public void prepare() {
        batch = Batches.full(Codec.NONE, Batches.values(1024));
        ByteBuf parts = FrameCodec.encode(PooledByteBufAllocator.DEFAULT, request());
        frame = PooledByteBufAllocator.DEFAULT
                .directBuffer(parts.readableBytes())
                .writeBytes(parts);
        parts.release();
    }

    @TearDown
    public void release() {
        batch.release();
        frame.release();
    }

    private Frame request() {
        return Frame.request(CommandType.PRODUCE, 17, command, batch.retainedDuplicate());
    }

    /** What a client does. */
    @Benchmark
    public int encode() {
        ByteBuf encoded = FrameCodec.encode(PooledByteBufAllocator.DEFAULT, request());
        int bytes = encoded.readableBytes();
        encoded.release();
        return bytes;
    }

    /** What a broker does. */
    @Benchmark
    public int decode() {
        frame.readerIndex(0);
        FrameHeader header = Objects.requireNonNull(FrameCodec.header(frame, FrameCodec.MAX_FRAME_BYTES));
        Frame decoded = FrameCodec.decode(header, frame);
        int bytes = decoded.payload().readableBytes();
        decoded.release();
        return bytes;
    }
}
