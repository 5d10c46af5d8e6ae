/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import java.util.List;

/**
 * Where records go that may go anywhere: to one partition until it has a batch of them or the loop's turn ends, then on to
 * the next that can send at once. So light traffic spreads evenly, heavy traffic makes full batches, and a slow partition
 * isn't given more than it takes. Owned by the producer's loop.
 */
final class StickyPartition {
    private final List<PartitionSender> senders;
    private final int batchBytes;
    private int present;
    private long bytes;

    StickyPartition(List<PartitionSender> senders, int batchBytes) {
        this.senders = senders;
        this.batchBytes = batchBytes;
    }

    /** The partition for a record of so many bytes. */
    PartitionSender next(long recordBytes) {
        if (bytes > 0 && bytes + recordBytes > batchBytes) {
            rotate();
        }
        bytes += recordBytes;
        return senders.get(present);
    }

    /** Moves on if the present partition was given anything. */
    void rotate() {
        if (bytes == 0) {
            return;
        }
        bytes = 0;
        int best = present;
        for (int step = 1; step <= senders.size(); step++) {
            int candidate = (present + step) % senders.size();
            if (senders.get(candidate).canSendNow()) {
                present = candidate;
                return;
            }
            if (senders.get(candidate).queue().gatheredBytes()
                    < senders.get(best).queue().gatheredBytes()) {
                best = candidate;
            }
        }
        present = best;
    }
}
