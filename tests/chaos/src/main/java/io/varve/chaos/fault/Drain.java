/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.TestedProcess;
import io.varve.chaos.cluster.Waiting;
import io.varve.client.admin.Admin;
import io.varve.client.admin.DrainProgress;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An operator moves all shards away from a broker, stops and starts it if asked to, and gives it shards again. */
final class Drain implements Fault {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final TestedCluster cluster;
    private final FaultKind kind;
    private final TestedProcess broker;
    private final boolean withRestart;
    private Set<Integer> shards = Set.of();
    private long moved;
    private boolean wasSafe;

    Drain(TestedCluster cluster, TestedProcess broker, boolean withRestart) {
        this.cluster = cluster;
        this.kind = withRestart ? FaultKind.BROKER_RESTARTED : FaultKind.BROKER_DRAINED;
        this.broker = broker;
        this.withRestart = withRestart;
    }

    @Override
    public FaultKind kind() {
        return kind;
    }

    @Override
    public String target() {
        return broker.name();
    }

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void strike() throws IOException, InterruptedException {
        Witness witness = new Witness(cluster);
        shards = witness.shardsOf(broker.name());
        wasSafe = untilDone(() -> admin().drainBroker(broker.name()), DrainProgress::isSafeToStop);
        moved = witness.claimed(shards);
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        if (withRestart) {
            int unused = broker.stop();
            broker.start(Map.of());
        }
        boolean undrained = untilDone(() -> admin().undrainBroker(broker.name()), progress -> !progress.isDraining());
        boolean applied = untilDone(() -> admin().applyMoves(), moves -> true);
        LOG.info("{} takes shards again: {}, moves asked for: {}", broker.name(), undrained, applied);
    }

    private Admin admin() {
        return cluster.operator().admin();
    }

    private static <T> boolean untilDone(Supplier<T> question, Predicate<T> done) throws InterruptedException {
        return Waiting.until(PATIENCE, LOOK, () -> {
            try {
                return done.test(question.get());
            } catch (VarveException e) {
                LOG.info("will ask again: {}", e.toString());
                return false;
            }
        });
    }

    @Override
    public Evidence evidence() {
        return Proofs.drained(wasSafe, shards.size(), moved, withRestart);
    }
}
