/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.Errors;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.frame.FrameCodec;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames on their way to one client, in the order they were added. Shards add from their own threads; whatever gathers until
 * the connection's loop gets to it is encoded there and flushed at once.
 *
 * <p>Bounded by its users: answers by the flow budget, which is given back when a frame is written; pushes by
 * {@link #isFull}, at which a reader has to pause.
 */
final class Outbox {
    /** Waiting payload at which no more should be pushed; that is also when Netty calls the channel unwritable. */
    static final int HIGH_WATER_BYTES = 1024 * 1024;
    /** Below which pushing goes on. */
    static final int LOW_WATER_BYTES = HIGH_WATER_BYTES / 2;

    private final Channel channel;
    private final Runnable drained;
    private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    private record Outgoing(Frame frame, Runnable written) {}

    /** @param drained called on the channel's loop after everything that waited was handed to the channel */
    Outbox(Channel channel, Runnable drained) {
        this.channel = channel;
        this.drained = drained;
    }

    /**
     * Sends a frame; takes ownership of its payload. Any thread.
     *
     * @param written called on the channel's loop when the frame went out, or can't any more
     */
    void add(Frame frame, Runnable written) {
        queuedBytes.addAndGet(frame.payload().readableBytes());
        queue.add(new Outgoing(frame, written));
        if (isScheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::drain);
        }
    }

    /** Whether the client takes less than it is sent. Any thread. */
    boolean isFull() {
        return queuedBytes.get() >= HIGH_WATER_BYTES || !channel.isWritable();
    }

    private void drain() {
        isScheduled.set(false);
        Outgoing next = queue.poll();
        while (next != null) {
            queuedBytes.addAndGet(-next.frame.payload().readableBytes());
            write(next);
            next = queue.poll();
        }
        channel.flush();
        drained.run();
    }

    private void write(Outgoing outgoing) {
        Frame frame = outgoing.frame;
        if (!channel.isActive()) {
            frame.release();
            outgoing.written.run();
            return;
        }
        ByteBuf head = encode(frame);
        if (frame.payload().isReadable()) {
            channel.write(head).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            channel.write(frame.payload()).addListener(done -> outgoing.written.run());
        } else {
            frame.release();
            channel.write(head).addListener(done -> outgoing.written.run());
        }
    }

    private ByteBuf encode(Frame frame) {
        try {
            return FrameCodec.encodeHeader(channel.alloc(), frame);
        } catch (IllegalArgumentException e) {
            // Only an answer that lists too much can be too large, and answers have no payload.
            VarveException tooLarge =
                    new VarveException(ErrorCode.INTERNAL, "the answer is too large: " + e.getMessage(), e);
            return FrameCodec.encodeHeader(
                    channel.alloc(), Frame.error(frame.type(), frame.requestId(), Errors.of(tooLarge)));
        }
    }
}
