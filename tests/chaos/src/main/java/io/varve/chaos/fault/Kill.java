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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A process is ended by the system (SIGKILL), and started again. */
final class Kill implements Fault {
    private static final int BY_SIGKILL = 128 + 9;

    private final TestedCluster cluster;
    private final FaultKind kind;
    private final TestedProcess process;
    private final Duration lasts;
    private @Nullable Witness witness;
    private Set<Integer> shards = Set.of();
    private int code;

    Kill(TestedCluster cluster, FaultKind kind, TestedProcess process, Duration lasts) {
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
        code = process.kill();
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        process.start(Map.of());
    }

    @Override
    public Evidence evidence() throws IOException {
        List<String> parts = new ArrayList<>();
        parts.add("ended with " + code);
        if (witness != null) {
            if (!shards.isEmpty()) {
                parts.add(witness.claimed(shards) + " of its " + shards.size() + " shards claimed anew");
            }
            if (kind == FaultKind.ZOOKEEPER_KILLED) {
                Witness.add(parts, witness.suspended(""), "brokers' connections lost");
                Witness.add(parts, witness.sessionsLost(""), "sessions lost");
            }
            String ledgers = witness.ledgers();
            if (!ledgers.isEmpty()) {
                parts.add(ledgers);
            }
        }
        return new Evidence(code == BY_SIGKILL, String.join("; ", parts));
    }
}
