/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.varve.log.Segment;
import io.varve.log.ShardNode;
import io.varve.simulation.broker.SimulatedBroker;
import io.varve.simulation.broker.Wiring;
import io.varve.simulation.port.Effects;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes one thing that a broker does, counts the calls to stores that it takes, and does it again once for each of them with a
 * crash there: before the call leaves, or when it is done and the answer is on its way.
 */
public final class CrashPoints {
    private static final Scale SCALE = new Scale(2, 1, 2, 1, 1, Duration.ZERO, 0);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration WORK = Duration.ofSeconds(3);
    private static final int SHARD = 0;

    /** Among an outcome's faults: a crash that came. */
    static final String CRASH = "crash at an effect";

    /** What is done, from the moment before to the moment after. */
    public enum Deed {
        /** Until the first segment is sealed. */
        ROLL,
        /** Until a whole snapshot stands in the log. */
        SNAPSHOT,
        /** From the first sealed segment to the record that names its copy. */
        TIERING,
        /** From the record that names a copy to the deletion of its ledger. */
        LEDGER_DELETION,
        /** From the crash of an owner until another serves. */
        TAKEOVER,
        /** From the order to stop until another serves. */
        STOP,
        /** From the order to drain the owner until another serves, which prepared for it. */
        MOVE
    }

    private CrashPoints() {}

    private static boolean hasSealed(Cluster cluster) {
        ShardNode node = cluster.witness().node(SHARD);
        return node != null && node.ledgers().stream().anyMatch(segment -> segment.state() == Segment.State.SEALED);
    }

    private static Optional<SimulatedBroker> owner(Cluster cluster) {
        return cluster.running().stream()
                .filter(broker -> cluster.witness().isOwner(SHARD, broker.owner()))
                .findFirst();
    }

    private static void before(Deed deed, Simulation simulation) {
        Cluster cluster = simulation.cluster();
        switch (deed) {
            case ROLL, SNAPSHOT -> {
                // From the start.
            }
            case TIERING -> simulation.reach(() -> hasSealed(cluster), LIMIT, "a segment is sealed");
            case LEDGER_DELETION ->
                simulation.reach(() -> cluster.witness().log(SHARD).hasCopies(), LIMIT, "a segment is copied");
            case TAKEOVER -> {
                simulation.pass(WORK);
                owner(cluster).ifPresent(cluster::crash);
            }
            case STOP -> {
                simulation.pass(WORK);
                owner(cluster).ifPresent(cluster::stop);
            }
            case MOVE -> {
                simulation.pass(WORK);
                owner(cluster).ifPresent(cluster::drain);
            }
        }
    }

    private static boolean isDone(Deed deed, Cluster cluster) {
        return switch (deed) {
            case ROLL -> hasSealed(cluster);
            case SNAPSHOT -> cluster.witness().log(SHARD).hasSnapshot();
            case TIERING -> cluster.witness().log(SHARD).hasCopies();
            case LEDGER_DELETION -> cluster.witness().deletedLedgers() > 0;
            case TAKEOVER, STOP -> cluster.running().size() == 1 && cluster.serves();
            case MOVE ->
                cluster.serves() && owner(cluster).filter(cluster::isDrained).isEmpty();
        };
    }

    /** The deed without a crash; its calls are the outcome's effects. */
    public static Outcome undisturbed(Deed deed, long seed) {
        return Simulation.play(SCALE, seed, Wiring.SOUND, simulation -> {
            simulation.begin();
            before(deed, simulation);
            simulation.cluster().effects().countFromHere();
            simulation.reach(() -> isDone(deed, simulation.cluster()), LIMIT, deed + " is done");
            simulation.cluster().effects().stopCounting();
            simulation.cluster().restartCrashed();
            simulation.settle();
        });
    }

    /**
     * The deed with a crash at one of its calls.
     *
     * @param call number of the call, from 0
     * @param afterwards whether the call is done
     */
    public static Outcome disturbed(Deed deed, long seed, long call, boolean afterwards) {
        return Simulation.play(SCALE, seed, Wiring.SOUND, simulation -> {
            simulation.begin();
            before(deed, simulation);
            simulation.cluster().effects().countFromHere();
            Effects effects = simulation.cluster().effects();
            effects.crashAt(call, afterwards);
            simulation.reach(effects::hasStruck, LIMIT, "call " + call + " is made and its broker ends");
            effects.spare();
            simulation.pass(Duration.ofSeconds(8));
            simulation.cluster().restartCrashed();
            simulation.pass(Duration.ofSeconds(8));
            simulation.settle();
        });
    }
}
