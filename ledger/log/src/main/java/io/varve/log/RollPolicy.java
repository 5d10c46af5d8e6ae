/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.util.random.RandomGenerator;

/**
 * When a ledger has been written long enough. Too seldom makes segments that are tiered late and cost much to replay; too often
 * makes work for the metadata store and many small objects.
 */
final class RollPolicy {
    /** More segments that wait for it mean that tiering can't follow: more of them would only be smaller. */
    static final int BACKLOG = 32;

    private static final double JITTER = 0.2;

    /** What to do with the ledger that is written. */
    enum Decision {
        KEEP,
        /** Go on in another one. */
        ROLL,
        /** End it; the next record opens another. */
        SEAL
    }

    private final ShardLogConfig config;
    private final RandomGenerator random;
    private double jitter = 1;

    RollPolicy(ShardLogConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /** Ages of the next ledger are lengthened or shortened, so that shards that began together don't roll together. */
    void nextLedger() {
        jitter = 1 + JITTER * (2 * random.nextDouble() - 1);
    }

    /**
     * @param bytes sent to the ledger
     * @param ageMs since it is written, which is since the last roll
     * @param sealed segments of the log that are sealed
     * @param waiting those of them that wait for tiering
     * @param idle whether nothing was appended for a while
     * @param asked whether somebody wants other bookies
     */
    Decision decide(long bytes, long ageMs, int sealed, int waiting, boolean idle, boolean asked) {
        if (sealed + 2 >= ShardNode.MAX_LEDGERS) {
            return Decision.KEEP;
        }
        Decision roll = idle ? Decision.SEAL : Decision.ROLL;
        boolean backlog = waiting > BACKLOG;
        boolean soon = ageMs < config.rollMinInterval().toMillis();
        long size = soon ? config.rollMaxBytes() : backlog ? config.rollBytes() * 2 : config.rollBytes();
        if (asked || bytes >= size) {
            return roll;
        }
        boolean old = ageMs >= config.rollAge().toMillis() * jitter && bytes >= config.rollAgeBytes();
        boolean veryOld = ageMs >= config.sealAge().toMillis() * jitter;
        return !backlog && (old || veryOld) ? roll : Decision.KEEP;
    }
}
