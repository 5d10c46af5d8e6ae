/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.client;

import io.varve.simulation.check.PartitionWitness;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Reads one partition from its first record to its last, again and again from where it got to until that is done. */
final class FullRead {
    private static final int PATIENCE_MS = 2_000;

    private final Requests requests;
    private final int partition;
    private final PartitionWitness witness;
    private final Random random;
    private long position;
    private SimulatedReader.@Nullable Reading reading;

    FullRead(Requests requests, int partition, PartitionWitness witness, long seed) {
        this.requests = requests;
        this.partition = partition;
        this.witness = witness;
        this.random = new Random(seed);
    }

    void go() {
        SimulatedReader.Reading former = reading;
        if (former != null) {
            former.close();
            position = former.next();
        }
        if (done()) {
            return;
        }
        requests.owner(requests.topic().shardOf(partition), random, found -> {
            if (found.isPresent()) {
                SimulatedReader.Reading next = new SimulatedReader.Reading(requests, witness, position);
                reading = next;
                SimulatedReader.open(requests, found.get(), partition, next, error -> {});
            }
            requests.later(PATIENCE_MS, this::go);
        });
    }

    boolean done() {
        return Math.max(position, reading == null ? 0 : reading.next()) >= witness.nextOffset();
    }

    @Override
    public String toString() {
        return partition + " at " + (reading == null ? position : reading.next()) + " of " + witness.nextOffset();
    }
}
