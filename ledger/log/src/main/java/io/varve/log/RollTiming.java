/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * What a chain of ledgers knows of time: since when the present one is written, when the last entry was confirmed, and what isn't to
 * be tried again yet. All of it is monotonic: a clock that is set back would keep a ledger from being left.
 */
final class RollTiming {
    private static final long ROLL_PAUSE_MS = 10_000;
    private static final long IDLE_MS = 60_000;
    private static final long COUNT_EVERY_MS = 1_000;

    private final Hop hop;
    private final ShardLogConfig config;
    private final OwnedNode node;
    private final RollPolicy policy;
    private final LongPredicate isTiered;
    private long writtenSinceMs;
    private long noRollBeforeMs;
    private long confirmedMs;
    private long probedMs;
    private long countedMs;
    private int waiting;

    RollTiming(Hop hop, ShardLogConfig config, OwnedNode node, RollPolicy policy, LongPredicate isTiered) {
        this.hop = hop;
        this.config = config;
        this.node = node;
        this.policy = policy;
        this.isTiered = isTiered;
        long nowMs = nowMs();
        this.noRollBeforeMs = nowMs;
        this.confirmedMs = nowMs;
        this.probedMs = nowMs;
        this.countedMs = nowMs - COUNT_EVERY_MS;
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(hop.nanoTime());
    }

    /** A ledger is written from now on. */
    void begun() {
        writtenSinceMs = nowMs();
        policy.nextLedger();
    }

    void confirmed() {
        confirmedMs = nowMs();
    }

    /** There is no next ledger, and it isn't tried again at once. */
    void notCreated() {
        noRollBeforeMs = nowMs() + ROLL_PAUSE_MS;
    }

    boolean mayRoll() {
        return nowMs() >= noRollBeforeMs;
    }

    /** Nothing was appended for a while. */
    boolean isIdle(boolean isPending) {
        return !isPending && nowMs() - confirmedMs >= IDLE_MS;
    }

    /**
     * What to do with the present ledger.
     *
     * @param isAsked whether somebody wants other bookies
     * @param isPending whether there are records that aren't confirmed
     */
    RollPolicy.Decision decide(OpenLedger present, boolean isAsked, boolean isPending) {
        long ageMs = nowMs() - writtenSinceMs;
        int sealed = node.present().ledgers().size() - 1;
        return policy.decide(
                present.sentBytes(),
                ageMs,
                sealed,
                waiting(sealed),
                isIdle(isPending),
                isAsked && ageMs >= ROLL_PAUSE_MS);
    }

    /** Whether it is time to look again for bookies for all copies. */
    boolean probesNow() {
        long nowMs = nowMs();
        boolean isTime = nowMs - probedMs >= config.quorumRetry().toMillis();
        if (isTime) {
            probedMs = nowMs;
        }
        return isTime;
    }

    /** Segments that wait for tiering; of many listed ones, as of a second ago, since this is asked after each entry. */
    private int waiting(int sealed) {
        if (sealed <= RollPolicy.BACKLOG) {
            return sealed;
        }
        long nowMs = nowMs();
        if (nowMs - countedMs >= COUNT_EVERY_MS) {
            countedMs = nowMs;
            waiting = (int) node.present().ledgers().stream()
                    .filter(segment -> segment.state() == Segment.State.SEALED && !isTiered.test(segment.ledgerId()))
                    .count();
        }
        return waiting;
    }
}
