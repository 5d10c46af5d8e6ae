/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import io.varve.client.reader.RecordStream;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.AssignedPartition;
import io.varve.protocol.wire.Assignment;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Between what the group wishes and what the consumer holds. The membership's loop leaves the latest wish here and wakes the
 * poll; the polling thread makes it true. Its monitor guards the wish.
 */
final class Rebalance implements Membership.Owner {
    private final RecordStream<?> stream;
    private final Holding holding;
    private final RebalanceListener listener;
    private final StartPosition initial;

    private @Nullable Assignment wish;
    private @Nullable Assignment lastSeen;
    private boolean lost;
    private @Nullable VarveException failure;

    Rebalance(RecordStream<?> stream, Holding holding, RebalanceListener listener, StartPosition initial) {
        this.stream = stream;
        this.holding = holding;
        this.listener = listener;
        this.initial = initial;
    }

    @Override
    public void assigned(Assignment assignment) {
        boolean changed;
        synchronized (this) {
            Assignment before = lastSeen;
            changed = before == null
                    || before.getAssignmentEpoch() != assignment.getAssignmentEpoch()
                    || !partitions(before).equals(partitions(assignment));
            lastSeen = assignment;
            if (changed) {
                wish = assignment;
            }
        }
        if (changed) {
            stream.wake();
        }
    }

    @Override
    public void lost() {
        synchronized (this) {
            lost = true;
            wish = null;
            lastSeen = null;
        }
        stream.wake();
    }

    @Override
    public void failed(VarveException why) {
        synchronized (this) {
            failure = why;
        }
        stream.wake();
    }

    /**
     * Makes the latest wish true, on the polling thread.
     *
     * @throws VarveException why there is no membership any more
     */
    void apply(Membership membership, Runnable beforeRevoke) {
        Assignment present;
        boolean wasLost;
        VarveException failed;
        synchronized (this) {
            present = wish;
            wasLost = lost;
            failed = failure;
            wish = null;
            lost = false;
        }
        try {
            if (wasLost) {
                lose();
            }
            if (present != null) {
                release(present, beforeRevoke);
            }
        } finally {
            // What a listener throws doesn't keep the change from being made.
            if (present != null) {
                take(present, membership);
            }
        }
        if (failed != null) {
            throw new VarveException(failed.code(), String.valueOf(failed.getMessage()), failed);
        }
    }

    /** Lets go of everything, on the closing thread. */
    void end(Runnable beforeRevoke) {
        Set<TopicPartition> held = holding.partitions();
        try {
            if (!held.isEmpty()) {
                beforeRevoke.run();
                listener.onRevoked(held);
            }
        } finally {
            stream.close();
            holding.drop(held);
        }
    }

    private void lose() {
        Set<TopicPartition> gone = holding.partitions();
        stream.remove(gone);
        holding.drop(gone);
        if (!gone.isEmpty()) {
            listener.onLost(gone);
        }
    }

    private void release(Assignment present, Runnable beforeRevoke) {
        Set<TopicPartition> revoked = holding.beyond(present);
        if (revoked.isEmpty()) {
            return;
        }
        try {
            beforeRevoke.run();
            listener.onRevoked(revoked);
        } finally {
            stream.remove(revoked);
            holding.drop(revoked);
        }
    }

    private void take(Assignment present, Membership membership) {
        if (stream.isClosed()) {
            return;
        }
        Map<TopicPartition, StartPosition> starts = holding.take(present, initial);
        stream.add(starts);
        membership.acted(present.getAssignmentEpoch(), holding.wire());
        if (!starts.isEmpty()) {
            listener.onAssigned(starts.keySet());
        }
    }

    private static Set<AssignedPartition> partitions(Assignment assignment) {
        Set<AssignedPartition> partitions = new HashSet<>();
        assignment
                .getAssignedList()
                .forEach(assigned -> partitions.add(
                        assigned.toBuilder().clearCommittedOffset().build()));
        return partitions;
    }
}
