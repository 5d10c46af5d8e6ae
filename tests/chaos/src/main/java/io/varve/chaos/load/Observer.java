/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import io.varve.chaos.history.History;
import io.varve.client.VarveClient;
import io.varve.client.admin.GroupPartition;
import io.varve.protocol.error.VarveException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every second how far the group is. */
final class Observer {
    private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final VarveClient client;
    private final String group;
    private final History history;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean isStopping;

    Observer(VarveClient client, String group, History history, Clock clock) {
        this.client = client;
        this.group = group;
        this.history = history;
        this.clock = clock;
        this.thread = ClientThread.start("observer", history, clock, this::run);
    }

    private void run() {
        while (!isStopping) {
            var unused = lookNow();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The next offset of each partition with a commit; none when the group can't be asked now. */
    Map<Integer, Long> lookNow() {
        try {
            return look();
        } catch (VarveException e) {
            LOG.debug("the group can't be asked now", e);
            return Map.of();
        }
    }

    private Map<Integer, Long> look() {
        long invoked = clock.getAsLong();
        Map<Integer, Long> committed = new TreeMap<>();
        for (GroupPartition partition : client.admin().describeGroup(group).partitions()) {
            if (partition.committedOffset() >= 0) {
                committed.put(partition.partition().partition(), partition.committedOffset());
            }
        }
        long completed = clock.getAsLong();
        committed.forEach((partition, offset) -> history.progress("observer", partition, offset, invoked, completed));
        return committed;
    }

    /** Ends it; returns when it has ended. */
    void stop() throws InterruptedException {
        isStopping = true;
        thread.join();
    }
}
