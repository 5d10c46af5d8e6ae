/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.log.Loop;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards that a host opens just now: a few at a time, so that the first ones serve soon. One that takes long is told of again
 * and again, since it may keep others waiting. Owned by the host's loop.
 */
final class Openings {
    private static final Logger LOG = LoggerFactory.getLogger(Openings.class);
    private static final int AT_ONCE = 8;
    private static final long SLOW_SECONDS = 10;

    /** Told of a shard and how many seconds it has been opened for. */
    interface Slow {
        void stillOpening(int shard, long seconds);
    }

    private final Loop loop;
    private final Slow slow;
    private final Map<Integer, Loop.Timer> underWay = new HashMap<>();

    Openings(Loop loop, Slow slow) {
        this.loop = loop;
        this.slow = slow;
    }

    /** Whether the next one has to wait. */
    boolean full() {
        return underWay.size() >= AT_ONCE;
    }

    boolean isEmpty() {
        return underWay.isEmpty();
    }

    /** Returns false, and does nothing, when the shard is being opened already. */
    boolean begin(int shard) {
        if (underWay.containsKey(shard)) {
            return false;
        }
        watch(shard, SLOW_SECONDS);
        return true;
    }

    private void watch(int shard, long seconds) {
        Runnable tell = () -> {
            LOG.warn("shard is still being opened shard={} seconds={}", shard, seconds);
            slow.stillOpening(shard, seconds);
            watch(shard, seconds + SLOW_SECONDS);
        };
        underWay.put(shard, loop.schedule(tell, SLOW_SECONDS, TimeUnit.SECONDS));
    }

    /** The shard is open, or isn't going to be. */
    void end(int shard) {
        Loop.Timer timer = underWay.remove(shard);
        if (timer != null) {
            timer.cancel();
        }
    }
}
