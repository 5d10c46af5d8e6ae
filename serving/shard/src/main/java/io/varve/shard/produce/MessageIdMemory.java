/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.produce;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the message ids of all shards of a broker may take together. Each shard's loop takes from it by a
 * {@link Share} of its own; what a shard brings along when it is opened counts even beyond the limit, since what was promised to
 * be remembered is, and then nobody takes more. For any thread, without locks.
 */
public final class MessageIdMemory {
    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    /** Of one broker, which may use so much. */
    public MessageIdMemory(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** How much may be used. */
    public long limitBytes() {
        return limitBytes;
    }

    /** How much is used. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** A new shard's part, which has nothing. */
    Share share() {
        return new Share(this);
    }

    private boolean take(long bytes) {
        long used = usedBytes.get();
        while (used + bytes <= limitBytes) {
            if (usedBytes.compareAndSet(used, used + bytes)) {
                return true;
            }
            used = usedBytes.get();
        }
        return false;
    }

    /** What one shard has of it. Owned by the shard's loop. */
    static final class Share {
        private final MessageIdMemory memory;
        private long takenBytes;
        private boolean isClosed;

        private Share(MessageIdMemory memory) {
            this.memory = memory;
        }

        /** Says what the shard's ids take now: gives back what was forgotten, counts what came otherwise. */
        void settle(long bytes) {
            if (!isClosed) {
                memory.usedBytes.addAndGet(bytes - takenBytes);
                takenBytes = bytes;
            }
        }

        /** Takes so much more before it is used; false if there isn't so much. */
        boolean take(long bytes) {
            if (!memory.take(bytes)) {
                return false;
            }
            takenBytes += bytes;
            return true;
        }

        /** Gives all of it back, for good. */
        void close() {
            settle(0);
            isClosed = true;
        }
    }
}
