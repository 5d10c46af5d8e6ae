/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.TestedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        if (witness != null) {
            claimedMeanwhile = witness.claimed(shards);
        }
        process.goOn();
    }

    @Override
    public Evidence evidence() throws IOException {
        List<String> parts = new ArrayList<>();
        parts.add("state " + state);
        boolean bit = state == 'T';
        if (witness != null) {
            if (kind == FaultKind.BROKER_PAUSED) {
                parts.add(claimedMeanwhile + " of its " + shards.size() + " shards claimed by others meanwhile");
                Witness.add(parts, witness.sessionsLost(process.name()), "session lost");
                Witness.add(parts, witness.shardsLost(process.name()), "shards given up when it went on");
                bit &= shards.isEmpty() || claimedMeanwhile > 0;
            }
            String ledgers = witness.ledgers();
            if (!ledgers.isEmpty()) {
                parts.add(ledgers);
            }
        }
        return new Evidence(bit, String.join("; ", parts));
    }
}
