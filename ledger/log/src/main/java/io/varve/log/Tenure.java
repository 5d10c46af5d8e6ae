/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.varve.protocol.error.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this owner may still tell anybody that records are confirmed. Fencing keeps a former owner from being acknowledged,
 * as long as the ledger exists; a process that stood still for hours may meet bookies that have forgotten a ledger and its
 * fence (I3). So confirmations need a look at the shard's node that is not too old by either clock, and a new one after every
 * standstill.
 */
final class Tenure {
    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

    private final LogServices services;
    private final Hop hop;
    private final OwnedNode node;
    private final long trustNanos;
    private final long checkNanos;
    private final long pauseNanos;
    private final Runnable onHolds;
    private long tickNanos;
    private long tickMs;
    /** Looks that left before this don't count. */
    private long lookAfterNanos;

    private boolean checking;

    /** @param onHolds what to do after a look that confirmed the claim */
    Tenure(LogServices services, Hop hop, OwnedNode node, ShardLogConfig config, Runnable onHolds) {
        this.services = services;
        this.hop = hop;
        this.node = node;
        this.trustNanos = config.ownerTrust().toNanos();
        this.checkNanos = config.ownerCheck().toNanos();
        this.pauseNanos = config.pauseLimit().toNanos();
        this.onHolds = onHolds;
        this.lookAfterNanos = node.lookedNanos();
        this.tickNanos = services.loop().nanoTime();
        this.tickMs = services.clock().millis();
    }

    /**
     * Called several times per pause limit; looks at the node when the last look is getting old. Tells whether the process has
     * stood still since the last call.
     */
    boolean tick() {
        boolean stoodStill = noticeStandstill();
        if (!looked() || age() > checkNanos) {
            check();
        }
        return stoodStill;
    }

    /** Whether confirmations may go out now. If not, a look is under way. */
    boolean holds() {
        boolean unused = noticeStandstill();
        if (looked() && age() <= trustNanos) {
            return true;
        }
        check();
        return false;
    }

    private boolean noticeStandstill() {
        long nowNanos = services.loop().nanoTime();
        long nowMs = services.clock().millis();
        long nanos = nowNanos - tickNanos;
        long ms = nowMs - tickMs;
        tickNanos = nowNanos;
        tickMs = nowMs;
        if (nanos <= pauseNanos && ms <= pauseNanos / 1_000_000) {
            return false;
        }
        lookAfterNanos = nowNanos;
        LOG.warn(
                "loop stood still shard={} monotonicMs={} wallMs={}",
                node.present().shard(),
                nanos / 1_000_000,
                ms);
        return true;
    }

    /** Whether the last look left after the last standstill. */
    private boolean looked() {
        return node.lookedNanos() - lookAfterNanos >= 0;
    }

    /** Nanoseconds since the last look, by the clock that says more. */
    private long age() {
        long wallMs = services.clock().millis() - node.lookedMs();
        return Math.max(services.loop().nanoTime() - node.lookedNanos(), wallMs * 1_000_000);
    }

    private void check() {
        if (checking) {
            return;
        }
        checking = true;
        hop.then(node.confirm(), (present, failure) -> {
            checking = false;
            if (failure == null) {
                onHolds.run();
            } else if (failure instanceof StoreException.Unavailable) {
                LOG.debug("no look at the node of shard {}: {}", node.present().shard(), failure.getMessage());
            }
        });
    }
}
