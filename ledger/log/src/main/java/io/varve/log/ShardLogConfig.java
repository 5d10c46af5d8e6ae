/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.time.Duration;

/**
 * Settings of a shard's log.
 *
 * @param entryTargetBytes size at which an open entry is sent when there is room in flight
 * @param entryLimitBytes size at which it is sent in any case; a single larger batch makes a larger entry
 * @param minInFlight entries unacknowledged at which records begin to gather, at the start and while load is low
 * @param maxInFlight the same at most, raised while entries fill up
 * @param pendingBytes records appended and not confirmed, at most
 * @param pendingDeadline how long appended records may wait while ledgers or metadata fail, before the log gives up
 * @param retryDelay first pause before a failed step is repeated; doubled each time, up to 2 s
 * @param rollBytes segment size that asks for a roll
 * @param rollMaxBytes segment size that asks for a roll even when the last one was just now
 * @param rollMinInterval least time between two rolls by size
 * @param rollAge age that asks for a roll of a segment of at least {@code rollAgeBytes}
 * @param rollAgeBytes see {@code rollAge}
 * @param sealAge age at which any segment is ended
 * @param quorumRetry how often a log that writes with fewer copies than asked tries to return to them
 * @param replayWindowBytes bytes read at once during replay
 * @param readHandles ledgers kept open for reading, at most
 * @param ownerCheck how often the shard's node is read again while nothing else confirms ownership
 * @param ownerTrust how long after the last look at the node records may be confirmed, by the monotonic and the wall clock
 * @param pauseLimit a standstill of the process after which the node is read before the next confirmation: half the session
 * @param recoveredDeleteDelay least time between the drop of a segment that recovery sealed and its ledger's deletion; longer
 *     than {@code ownerTrust}, so that a paused former owner can't be acknowledged by a forgotten ledger
 */
public record ShardLogConfig(
        int entryTargetBytes,
        int entryLimitBytes,
        int minInFlight,
        int maxInFlight,
        long pendingBytes,
        Duration pendingDeadline,
        Duration retryDelay,
        long rollBytes,
        long rollMaxBytes,
        Duration rollMinInterval,
        Duration rollAge,
        long rollAgeBytes,
        Duration sealAge,
        Duration quorumRetry,
        int replayWindowBytes,
        int readHandles,
        Duration ownerCheck,
        Duration ownerTrust,
        Duration pauseLimit,
        Duration recoveredDeleteDelay) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /** A broker's session with ZooKeeper lasts 15 s; who stands still for longer than half of it looks before it answers (I3). */
    private static final Duration HALF_A_SESSION = Duration.ofMillis(7_500);

    /** What suits a broker. */
    public static final ShardLogConfig DEFAULTS = new ShardLogConfig(
            256 * KIB,
            MIB,
            1,
            8,
            64L * MIB,
            Duration.ofSeconds(30),
            Duration.ofMillis(100),
            256L * MIB,
            4096L * MIB,
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            32L * MIB,
            Duration.ofMinutes(60),
            Duration.ofMinutes(1),
            2 * MIB,
            32,
            Duration.ofMinutes(1),
            Duration.ofMinutes(15),
            Duration.ofSeconds(5),
            Duration.ofMinutes(60));

    public ShardLogConfig {
        check(
                entryTargetBytes >= KIB && entryTargetBytes <= entryLimitBytes,
                "1 KiB <= entryTargetBytes <= entryLimitBytes");
        check(entryLimitBytes <= 4 * MIB, "entryLimitBytes <= 4 MiB");
        check(
                minInFlight >= 1 && minInFlight <= maxInFlight && maxInFlight <= 64,
                "1 <= minInFlight <= maxInFlight <= 64");
        check(pendingBytes >= 8L * MIB, "pendingBytes >= 8 MiB");
        check(rollBytes >= KIB && rollBytes <= rollMaxBytes, "1 KiB <= rollBytes <= rollMaxBytes");
        check(rollAgeBytes >= 0, "rollAgeBytes >= 0");
        check(rollAge.compareTo(sealAge) <= 0, "rollAge <= sealAge");
        check(replayWindowBytes >= 64 * KIB, "replayWindowBytes >= 64 KiB");
        check(readHandles >= 1, "readHandles >= 1");
        check(
                pauseLimit.compareTo(HALF_A_SESSION) <= 0,
                "pauseLimit <= " + HALF_A_SESSION + ", half of a ZooKeeper session");
        check(ownerCheck.compareTo(ownerTrust) < 0, "ownerCheck < ownerTrust");
        check(recoveredDeleteDelay.compareTo(ownerTrust) > 0, "recoveredDeleteDelay > ownerTrust");
        for (Duration duration : new Duration[] {
            pendingDeadline, retryDelay, rollMinInterval, rollAge, quorumRetry, ownerCheck, pauseLimit
        }) {
            check(!duration.isNegative() && !duration.isZero(), "every duration > 0");
        }
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("settings of a shard log break the rule " + rule);
        }
    }
}
