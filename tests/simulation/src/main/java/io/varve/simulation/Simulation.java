/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.varve.protocol.name.GroupName;
import io.varve.simulation.broker.Wiring;
import io.varve.simulation.check.Violation;
import io.varve.simulation.client.Clients;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One seed, from the start of a cluster through its troubles to the end, when everything is well again, everything that was sent is
 * acknowledged, and everything that was acknowledged is read.
 */
public final class Simulation {
    private static final Duration STARTED_BY = Duration.ofMinutes(1);
    private static final Duration WELL_BY = Duration.ofMinutes(3);
    private static final Duration AFTERMATH = Duration.ofSeconds(20);

    private final Scale scale;
    private final long seed;
    private final Cluster cluster;
    private final Clients clients;

    private Simulation(Scale scale, long seed, Wiring wiring) {
        this.scale = scale;
        this.seed = seed;
        this.cluster = new Cluster(scale, seed, wiring);
        this.clients = new Clients(
                cluster.time(),
                cluster.chances(),
                cluster.trace(),
                cluster.witness(),
                cluster.verdict(),
                cluster.topic(),
                GroupName.parse("billing"),
                cluster::running,
                cluster.nextSeed());
    }

    /** Runs a seed: whatever may befall a cluster does. */
    public static Outcome run(Scale scale, long seed, Wiring wiring) {
        return play(scale, seed, wiring, Simulation::endureTrouble);
    }

    /** Runs a seed by a script. */
    static Outcome play(Scale scale, long seed, Wiring wiring, Consumer<Simulation> script) {
        Simulation simulation = new Simulation(scale, seed, wiring);
        @Nullable String defect = null;
        try {
            script.accept(simulation);
        } catch (Violation found) {
            // The verdict has it.
            defect = found.getMessage();
        } catch (RuntimeException | AssertionError thrown) {
            defect = "a defect: " + thrown + " at " + List.of(thrown.getStackTrace());
        }
        String violation = simulation.cluster.verdict().violation();
        return simulation.outcome(violation != null ? violation : defect);
    }

    private Outcome outcome(@Nullable String violation) {
        return new Outcome(
                seed,
                violation,
                cluster.trace().last(),
                cluster.trace().hash(),
                cluster.trace().events(),
                cluster.effects().count(),
                cluster.chances().bites(),
                clients.outcomes(),
                cluster.witness().comparedImages(),
                cluster.witness().deletedLedgers(),
                cluster.witness().inherited());
    }

    private void endureTrouble() {
        Trouble trouble = new Trouble(cluster, cluster.nextSeed());
        cluster.effects().countFromHere();
        begin();
        trouble.begin();
        pass(scale.trouble());
        trouble.end();
        settle();
    }

    /** Until all shards are served, and clients are at work. */
    void begin() {
        reach(cluster::serves, STARTED_BY, "all shards are served");
        clients.start(scale.readers(), scale.members());
    }

    /** Until all is well again, everything that was sent is acknowledged, and all of the log is read. */
    void settle() {
        clients.stop();
        pass(AFTERMATH);
        reach(cluster::serves, WELL_BY, "all shards are served again");
        reach(clients::idle, WELL_BY, "everything is acknowledged");
        clients.readEverything();
        reach(clients::readAll, WELL_BY, "everything is read");
    }

    Cluster cluster() {
        return cluster;
    }

    /** For a while. */
    void pass(Duration duration) {
        long end = cluster.time().nanoTime() + duration.toNanos();
        step(() -> cluster.time().nanoTime() >= end, duration);
    }

    /** Until something holds, which it must within the limit. */
    void reach(BooleanSupplier condition, Duration limit, String what) {
        boolean reached = step(condition, limit);
        cluster.verdict()
                .unless(reached, () -> "not within " + limit + ": " + what + cluster.describe() + clients.missing());
    }

    /** After every step all is as it must be, or that was the last one. */
    private boolean step(BooleanSupplier condition, Duration limit) {
        cluster.time().runUntil(() -> cluster.verdict().violation() != null || condition.getAsBoolean(), limit);
        String violation = cluster.verdict().violation();
        cluster.verdict().unless(violation == null, () -> String.valueOf(violation));
        return condition.getAsBoolean();
    }
}
