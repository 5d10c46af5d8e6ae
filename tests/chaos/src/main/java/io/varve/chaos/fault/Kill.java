/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.TestedProcess;
import io.varve.chaos.proxy.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A process is ended by the system (SIGKILL), and started again. */
final class Kill implements Fault {
    private final TestedCluster cluster;
    private final FaultKind kind;
    private final TestedProcess process;
    private final Duration lasts;
    private @Nullable Witness witness;
    private Set<Integer> shards = Set.of();
    private long connections;
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
        connections = endedConnections();
        code = process.kill();
    }

    /** Connections that ended with the process, if it is a ZooKeeper server. */
    private long endedConnections() {
        return cluster.proxiesTo(process).stream()
                .mapToLong(TcpProxy::endedByTarget)
                .sum();
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        process.start(Map.of());
        connections = endedConnections() - connections;
    }

    @Override
    public Evidence evidence() throws IOException, InterruptedException {
        Witness seen = Objects.requireNonNull(witness);
        return switch (kind) {
            case ZOOKEEPER_KILLED ->
                Proofs.zooKeeperKilled(code, connections, seen.suspended(""), seen.sessionsLost(""));
            case BOOKIE_KILLED -> Proofs.bookieKilled(code, seen.ledgers());
            default -> Proofs.brokerKilled(code, shards.size(), seen.claimed(shards), seen.ledgers());
        };
    }
}
