/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One direction of a connection: what came, and isn't passed on yet. Owned by the proxies' loop. */
final class Flow {
    private static final int HELD_BYTES = 1 << 20;

    private final TcpProxy proxy;
    private final Direction direction;
    private final Channel source;
    private final Channel sink;
    private final Runnable whenDone;
    private final Deque<Piece> held = new ArrayDeque<>();
    private int heldBytes;
    private long lastDueNanos;
    private boolean isEnded;
    private boolean isWaiting;
    private boolean isDropped;

    private record Piece(ByteBuf bytes, long dueNanos) {}

    /** @param whenDone called when the source has ended and everything was passed on */
    Flow(TcpProxy proxy, Direction direction, Channel source, Channel sink, Runnable whenDone) {
        this.proxy = proxy;
        this.direction = direction;
        this.source = source;
        this.sink = sink;
        this.whenDone = whenDone;
        this.lastDueNanos = System.nanoTime();
    }

    /** Begins to read. */
    void open() {
        source.config().setAutoRead(true);
    }

    /** Takes ownership of what came. */
    void add(ByteBuf bytes) {
        if (isDropped) {
            bytes.release();
            return;
        }
        // A shorter delay than before doesn't overtake.
        lastDueNanos = Math.max(lastDueNanos, System.nanoTime() + proxy.delayNanos());
        proxy.held(direction, bytes.readableBytes());
        heldBytes += bytes.readableBytes();
        held.add(new Piece(bytes, lastDueNanos));
        pump();
    }

    /** There is no more to come. */
    void end() {
        isEnded = true;
        pump();
    }

    /** Passes on what may be passed on now. */
    void pump() {
        if (isDropped || proxy.isSilent(direction)) {
            readOrNot();
            return;
        }
        long now = System.nanoTime();
        for (Piece first = held.peek(); first != null && sink.isWritable(); first = held.peek()) {
            // Once nothing is delayed any more, what was goes on at once.
            long early = proxy.delayNanos() == 0 ? 0 : first.dueNanos - now;
            if (early > 0) {
                wakeAfter(early);
                break;
            }
            held.remove();
            heldBytes -= first.bytes.readableBytes();
            ChannelFuture unused = sink.write(first.bytes, sink.voidPromise());
        }
        sink.flush();
        readOrNot();
        if (isEnded && held.isEmpty()) {
            whenDone.run();
        }
    }

    private void readOrNot() {
        source.config().setAutoRead(!isDropped && heldBytes < HELD_BYTES);
    }

    private void wakeAfter(long nanos) {
        if (!isWaiting) {
            isWaiting = true;
            Future<?> unused = source.eventLoop().schedule(this::wake, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void wake() {
        isWaiting = false;
        pump();
    }

    /** Forgets everything. */
    void drop() {
        isDropped = true;
        held.forEach(piece -> piece.bytes.release());
        held.clear();
        heldBytes = 0;
    }
}
