/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import io.varve.log.UnsentBytes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.bookkeeper.client.api.WriteHandle;
import org.jspecify.annotations.Nullable;

/**
 * The allocator of BookKeeper's client. It also knows when the client lets go of an entry, which nothing else tells: the answer
 * comes when the ack quorum has the entry, while the connection to a slower bookie may hold it for long.
 *
 * <p>For each append the client makes one packet, on the caller's thread, before it allocates anything else: a header that goes
 * in front of the entry, or, below 16 KiB, one buffer with header and a copy of the entry. All connections share the packet, and
 * when the last of them has written it or failed, header and entry are released together. So the buffer that an append
 * allocates first stands for its entry: when it is freed, the entry is gone.
 */
final class ClientBuffers extends AbstractByteBufAllocator {
    private static final ByteBufAllocator POOL = PooledByteBufAllocator.DEFAULT;

    private final UnsentBytes unsent;
    /** What the thread is appending, until the packet is made. */
    private final FastThreadLocal<@Nullable Sent> appending = new FastThreadLocal<>();

    /** @param unsent is told what is held of answered entries */
    ClientBuffers(UnsentBytes unsent) {
        super(true);
        this.unsent = unsent;
    }

    /** Appends to a ledger of the client whose allocator this is; takes ownership of the entry. */
    CompletableFuture<Long> append(WriteHandle ledger, ByteBuf entry) {
        Sent sent = new Sent(unsent, entry);
        CompletableFuture<Long> answer;
        appending.set(sent);
        try {
            answer = ledger.appendAsync(entry);
        } finally {
            appending.remove();
        }
        return answer.whenComplete((entryId, failure) -> sent.answered());
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return packet(POOL.heapBuffer(initialCapacity, maxCapacity));
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return packet(POOL.directBuffer(initialCapacity, maxCapacity));
    }

    @Override
    public boolean isDirectBufferPooled() {
        return POOL.isDirectBufferPooled();
    }

    private ByteBuf packet(ByteBuf buffer) {
        Sent sent = appending.get();
        if (sent == null) {
            return buffer;
        }
        appending.remove();
        sent.packed(buffer.capacity());
        return new Packet(buffer, sent);
    }

    /**
     * A buffer that tells when it is freed. With one component, whose memory it shows as its own, it is read and written without
     * a copy, as that would be.
     */
    private static final class Packet extends CompositeByteBuf {
        private final Sent sent;

        Packet(ByteBuf buffer, Sent sent) {
            super(POOL, buffer.isDirect(), 1);
            this.sent = sent;
            addComponent(false, buffer.writerIndex(buffer.capacity()));
        }

        @Override
        protected void deallocate() {
            super.deallocate();
            sent.letGo();
        }
    }

    /** An entry that the client was given. It is answered and let go of on different threads, in either order. */
    private static final class Sent {
        private enum State {
            UNDER_WAY,
            ANSWERED,
            GONE
        }

        private final UnsentBytes unsent;
        private final int entryBytes;
        private final int entryCapacity;
        private final AtomicReference<State> state = new AtomicReference<>(State.UNDER_WAY);
        private long heldBytes;

        Sent(UnsentBytes unsent, ByteBuf entry) {
            this.unsent = unsent;
            this.entryBytes = entry.readableBytes();
            this.entryCapacity = entry.capacity();
        }

        /** Memory counts, not content: a packet larger than the entry holds a copy of it, a smaller one the entry itself. */
        void packed(int packetCapacity) {
            heldBytes = packetCapacity > entryBytes ? packetCapacity : packetCapacity + entryCapacity;
        }

        void answered() {
            unsent.hold(heldBytes);
            if (!state.compareAndSet(State.UNDER_WAY, State.ANSWERED)) {
                unsent.letGo(heldBytes);
            }
        }

        void letGo() {
            if (!state.compareAndSet(State.UNDER_WAY, State.GONE)) {
                unsent.letGo(heldBytes);
            }
        }
    }
}
