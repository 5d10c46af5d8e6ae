/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a broker that died from a network that hiccuped. When several brokers and more than a third of all vanish together, what
 * they own stays theirs for a while: moving it all would hurt more than the wait, and most will be back.
 *
 * <p>Used by one thread at a time.
 */
final class MassLoss {
    private static final Logger LOG = LoggerFactory.getLogger(MassLoss.class);

    private final long patienceNanos;
    private final LongSupplier nanoTime;
    private Set<String> vanished = Set.of();
    private long deadline;

    MassLoss(Duration patience, LongSupplier nanoTime) {
        this.patienceNanos = patience.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Brokers that own something, are gone, and are still to be waited for. */
    Set<String> awaited(Collection<Assignee> owners, Set<String> live) {
        Set<String> all = owners.stream().map(Assignee::brokerId).collect(Collectors.toCollection(TreeSet::new));
        Set<String> gone = new TreeSet<>(all);
        gone.removeAll(live);
        if (gone.size() < 2 || gone.size() * 3 <= all.size()) {
            vanished = Set.of();
            return Set.of();
        }
        if (vanished.isEmpty()) {
            deadline = nanoTime.getAsLong() + patienceNanos;
            LOG.warn("{} of {} brokers vanished together, waiting for them: {}", gone.size(), all.size(), gone);
        }
        vanished = gone;
        return nanoTime.getAsLong() - deadline < 0 ? gone : Set.of();
    }
}
