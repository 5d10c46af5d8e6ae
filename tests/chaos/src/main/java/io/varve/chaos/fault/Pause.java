/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.TestedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A process stands still (SIGSTOP), and goes on where it was: a zombie, when others took its place meanwhile. */
final class Pause implements Fault {
    private final TestedCluster cluster;
    private final FaultKind kind;
    private final TestedProcess process;
    private final Duration lasts;
    private @Nullable Witness witness;
    private Set<Integer> shards = Set.of();
    private long claimedMeanwhile;
    private char state = '?';

    Pause(TestedCluster cluster, FaultKind kind, TestedProcess process, Duration lasts) {
        this.cluster = cluster;
        this.kind = kind;
        this.process = process;
        this.lasts = lasts;
    }

    @Override
    public FaultKind kind() {
        return kind;
    }

    @Override
    public String target() {
        return process.name();
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public void strike() throws IOException, InterruptedException {
        Witness seen = new Witness(cluster);
        shards = seen.shardsOf(process.name());
        witness = seen;
        process.pause();
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        state = process.state();
        claimedMeanwhile = Objects.requireNonNull(witness).claimed(shards);
        process.goOn();
    }

    @Override
    public Evidence evidence() throws IOException {
        Witness seen = Objects.requireNonNull(witness);
        return kind == FaultKind.BROKER_PAUSED
                ? Proofs.brokerPaused(
                        state,
                        shards.size(),
                        claimedMeanwhile,
                        seen.sessionsLost(process.name()),
                        seen.shardsLost(process.name()),
                        seen.ledgers())
                : Proofs.bookiePaused(state, seen.ledgers());
    }
}
