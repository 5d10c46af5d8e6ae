/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.cluster.ClusterView;
import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.TestedProcess;
import io.varve.chaos.cluster.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Does one fault after the other, by a seed: strikes, waits, heals, and waits until the cluster is whole again and then a little
 * while. Two faults at a time could take a quorum away, and what is unavailable then is no news. Between faults it starts
 * processes again that have ended by themselves, as whatever supervises servers does.
 */
public final class Nemesis {
    private static final Duration WHOLE_PATIENCE = Duration.ofMinutes(2);
    /** Shards that a broker lost move back a little after it is there again; that is still the fault's doing. */
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(15);

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LEAST_PAUSE_MS = 600;
    private static final int MOST_PAUSE_MS = 1_400;

    private final TestedCluster cluster;
    private final FaultDeck deck;
    private final Faults faults;
    private final SplittableRandom random;
    private final LongSupplier clock;
    private final Consumer<String> tell;
    private final List<FaultRecord> records = new ArrayList<>();
    private final List<String> endedByThemselves = new ArrayList<>();

    /**
     * Does nothing yet.
     *
     * @param kinds that it may choose
     * @param clock nanoseconds of the history's clock
     * @param tell a line about each fault
     */
    public Nemesis(
            TestedCluster cluster, Collection<FaultKind> kinds, long seed, LongSupplier clock, Consumer<String> tell) {
        this.cluster = cluster;
        this.random = new SplittableRandom(seed);
        this.deck = new FaultDeck(kinds, random.split());
        this.faults = new Faults(cluster, random.split());
        this.clock = clock;
        this.tell = tell;
    }

    /** All kinds that a cluster of this size bears. */
    public static Collection<FaultKind> bearable(TestedCluster cluster) {
        return Faults.bearable(cluster.size().brokers(), cluster.size().bookies());
    }

    /**
     * Begins no fault after this time; returns when the last one is over.
     *
     * @throws IOException when something can't be done that has to be, such as to start a process again
     */
    public void run(long untilNanos) throws IOException, InterruptedException {
        while (true) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LEAST_PAUSE_MS, MOST_PAUSE_MS));
            if (clock.getAsLong() >= untilNanos) {
                return;
            }
            one(faults.of(deck.next()));
        }
    }

    private void one(Fault fault) throws IOException, InterruptedException {
        long begin = clock.getAsLong();
        tell.accept(at(begin) + fault.kind().words() + ": " + fault.target());
        fault.strike();
        TimeUnit.MILLISECONDS.sleep(fault.lasts().toMillis());
        fault.heal();
        long healed = clock.getAsLong();
        boolean serves = awaitWhole();
        awaitSettled();
        long whole = clock.getAsLong();
        boolean isWhole = fault.recover() && serves;
        Evidence evidence = fault.evidence();
        records.add(new FaultRecord(fault.kind(), fault.target(), begin, healed, whole, isWhole, evidence));
        tell.accept(at(whole)
                + (isWhole ? "whole again " : "NOT whole ")
                + String.format(Locale.ROOT, "%.1f s after it was put right; ", (whole - healed) / 1e9)
                + (evidence.bit() ? "" : "DID NOT BITE: ")
                + evidence.text());
    }

    /** Waits until everything is there and every shard is served; false when that takes too long. */
    public boolean awaitWhole() throws IOException, InterruptedException {
        boolean isWhole = Waiting.until(WHOLE_PATIENCE, LOOK, this::isWhole);
        if (!isWhole) {
            tell.accept(at(clock.getAsLong()) + "not whole: "
                    + cluster.view().map(ClusterView::text).orElse("the cluster doesn't answer"));
        }
        return isWhole;
    }

    private boolean isWhole() throws IOException, InterruptedException {
        revive();
        int brokers = cluster.size().brokers();
        int bookies = cluster.size().bookies();
        return cluster.view().filter(view -> view.isWhole(brokers, bookies)).isPresent();
    }

    /** Waits until every shard is where it should be, but not for long. */
    public void awaitSettled() throws InterruptedException {
        boolean unused = Waiting.until(SETTLE_PATIENCE, LOOK, () -> cluster.view()
                .filter(ClusterView::isSettled)
                .isPresent());
    }

    private void revive() throws IOException, InterruptedException {
        for (String role : List.of("zookeeper", "bookie", "broker")) {
            for (TestedProcess process : cluster.processes(role)) {
                if (process.state() == '-' || process.state() == 'Z') {
                    String what = at(clock.getAsLong()) + process.name() + " has ended by itself, starting it again";
                    endedByThemselves.add(what);
                    tell.accept(what);
                    process.start(Map.of());
                }
            }
        }
    }

    private static String at(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
        return String.format(Locale.ROOT, "%02d:%02d ", seconds / 60, seconds % 60);
    }

    /** Faults that are over, in order. */
    public List<FaultRecord> records() {
        return List.copyOf(records);
    }

    /** Processes that ended without being killed. */
    public List<String> endedByThemselves() {
        return List.copyOf(endedByThemselves);
    }
}
