/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.varve.simulation.broker.SimulatedBroker;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** What befalls a cluster: one thing after the other, each broker one at a time, by a seed. */
final class Trouble {
    private static final int PAUSE_MS = 4_000;

    /** More than one batch of a shard is under way to a ledger at a time. */
    private static final int MOST_KEPT = 3;

    private final Cluster cluster;
    private final Random random;
    private final Set<String> hit = new HashSet<>();
    private boolean over;

    Trouble(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.random = new Random(seed);
    }

    /** Begins. */
    void begin() {
        cluster.chances().begin();
        next();
    }

    /** Nothing new befalls it; what did ends by itself, but crashed brokers are started. */
    void end() {
        over = true;
        cluster.chances().end();
        cluster.effects().spare();
        // The longest pause ends before.
        cluster.after(12_000, cluster::restartCrashed);
    }

    private void next() {
        cluster.after(300 + random.nextInt(PAUSE_MS), () -> {
            if (!over) {
                befall();
                next();
            }
        });
    }

    private void befall() {
        switch (random.nextInt(14)) {
            case 0, 1 -> onBroker(1_000 + random.nextInt(8_000), cluster::crash);
            case 2 -> {
                long ms = 200L + random.nextInt(11_000);
                onBroker(ms + 1_000, broker -> cluster.pause(broker, ms));
            }
            case 3 -> {
                long ms = 200L + random.nextInt(11_000);
                onBroker(ms + 1_000, broker -> cluster.cutOff(broker, ms));
            }
            case 4, 5 -> fence();
            case 6 -> crashAtNextEffects();
            case 7 -> onBroker(6_000, cluster::stop);
            case 8, 9 -> drain();
            case 10, 11 -> cluster.withholdAnswers(200L + random.nextInt(3_000), random.nextInt(MOST_KEPT + 1));
            case 12 -> metadataIsAway();
            default -> cluster.loseBookie(2_000 + random.nextInt(5_000));
        }
    }

    /** @param ms afterwards the broker is well again, or started again */
    private void onBroker(long ms, Consumer<SimulatedBroker> action) {
        List<SimulatedBroker> well = cluster.running().stream()
                .filter(broker -> !hit.contains(broker.id()))
                .toList();
        if (well.size() < 2) {
            return;
        }
        SimulatedBroker broker = well.get(random.nextInt(well.size()));
        hit.add(broker.id());
        action.accept(broker);
        cluster.after(ms, () -> {
            hit.remove(broker.id());
            cluster.restartCrashed();
        });
    }

    /** Nobody reaches the metadata store, while records come. */
    private void metadataIsAway() {
        long ms = 200L + random.nextInt(11_000);
        List<SimulatedBroker> all = cluster.running();
        if (all.stream().noneMatch(broker -> hit.contains(broker.id()))) {
            cluster.chances().bit("metadata away");
            all.forEach(broker -> cluster.cutOff(broker, ms));
            all.forEach(broker -> hit.add(broker.id()));
            cluster.after(ms + 1_000, () -> all.forEach(broker -> hit.remove(broker.id())));
        }
    }

    private void drain() {
        List<SimulatedBroker> running = cluster.running();
        if (!running.isEmpty()) {
            SimulatedBroker broker = running.get(random.nextInt(running.size()));
            cluster.drain(broker);
            cluster.after(2_000 + random.nextInt(6_000), () -> cluster.undrain(broker));
        }
    }

    private void fence() {
        List<Long> open = cluster.ledgers().unended();
        if (!open.isEmpty()) {
            long ledgerId = open.get(random.nextInt(open.size()));
            cluster.chances().bit("third party fences");
            cluster.trace().add("ledger " + ledgerId + " is fenced by a third party");
            cluster.ledgers().fence(ledgerId);
        }
    }

    private void crashAtNextEffects() {
        cluster.effects().crashAt(cluster.effects().count() + random.nextInt(20), random.nextBoolean());
        cluster.after(1_000 + random.nextInt(6_000), cluster::restartCrashed);
    }
}
