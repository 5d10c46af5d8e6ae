/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What others would have to replay if a broker died: bytes of log since the last snapshot, of all its shards together. Each shard
 * bounds its own by itself; dozens that are all just below their bound add up to gigabytes. Beyond the limit the shard whose
 * snapshot spares most writes one, then the next. For any thread, without locks.
 */
public final class ReplayBudget {
    /** A quarter of what 64 shards come to that are each just below the usual bound of 32 MiB. */
    public static final long DEFAULT_BYTES = 512L << 20;

    /** Less isn't worth a snapshot. */
    private static final long LEAST_SPARED_BYTES = 1 << 20;

    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final Set<Share> shares = ConcurrentHashMap.newKeySet();

    /** @param limitBytes at which snapshots are written before shards themselves find them due */
    public ReplayBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** A new shard's part. */
    Share share() {
        Share share = new Share(this);
        shares.add(share);
        return share;
    }

    /** What one shard adds to it. Owned by the shard's loop. */
    static final class Share {
        private final ReplayBudget budget;
        private long bytes;
        private volatile long sparedBytes;
        private boolean isClosed;

        private Share(ReplayBudget budget) {
            this.budget = budget;
        }

        /**
         * Says how it stands.
         *
         * @param replayBytes of log since the last snapshot, that included
         * @param snapshotBytes size of that
         */
        void settle(long replayBytes, long snapshotBytes) {
            if (isClosed) {
                return;
            }
            budget.usedBytes.addAndGet(replayBytes - bytes);
            bytes = replayBytes;
            long spared = replayBytes - snapshotBytes;
            // A snapshot larger than what it spares would be written again and again.
            sparedBytes = spared >= Math.max(LEAST_SPARED_BYTES, snapshotBytes) ? spared : 0;
        }

        /** Whether there is too much to replay, and no other snapshot would spare more of it. */
        boolean isDue() {
            long mine = sparedBytes;
            return mine > 0
                    && budget.usedBytes.get() > budget.limitBytes
                    && budget.shares.stream().allMatch(other -> other.sparedBytes <= mine);
        }

        /** The shard isn't served here any more. */
        void close() {
            settle(0, 0);
            isClosed = true;
            budget.shares.remove(this);
        }
    }
}
