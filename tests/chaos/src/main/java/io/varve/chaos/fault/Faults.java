/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.cluster.ClusterView;
import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.TestedProcess;
import io.varve.chaos.proxy.Direction;
import io.varve.chaos.proxy.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Makes faults of a kind, with whom they hit and for how long chosen by a seed. A broker's session lasts 15 s, a bookie's 10 s:
 * some faults are shorter, some longer.
 */
final class Faults {
    private final TestedCluster cluster;
    private final RandomGenerator random;
    private int wiped;

    Faults(TestedCluster cluster, RandomGenerator random) {
        this.cluster = cluster;
        this.random = random;
    }

    /** What a cluster of this size bears without losing a quorum for good. */
    static Set<FaultKind> bearable(int brokers, int bookies) {
        Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
        if (brokers < 2) {
            kinds.removeAll(Set.of(FaultKind.BROKER_DRAINED, FaultKind.BROKER_RESTARTED));
        }
        if (bookies < 3) {
            kinds.removeIf(kind -> kind.name().startsWith("BOOKIE"));
        }
        return kinds;
    }

    /** A fault of this kind, or of a milder one while the cluster couldn't bear it. */
    Fault of(FaultKind kind) {
        return switch (kind) {
            case BROKER_KILLED -> new Kill(cluster, kind, any("broker"), seldom() ? seconds(15, 20) : seconds(0, 3));
            case BROKER_PAUSED -> new Pause(cluster, kind, any("broker"), seconds(19, 24));
            case BROKER_WITHOUT_ZOOKEEPER -> {
                String broker = any("broker").name();
                yield cut(kind, broker, cluster.toZooKeeper(broker), seldom() ? seconds(16, 20) : seconds(0, 5));
            }
            case BROKER_SLOW_ZOOKEEPER -> {
                String broker = any("broker").name();
                yield slow(kind, broker, cluster.toZooKeeper(broker), random.nextInt(200, 2000));
            }
            case BROKER_DEAF_ZOOKEEPER -> {
                String broker = any("broker").name();
                yield deaf(kind, broker, cluster.toZooKeeper(broker), seldom() ? seconds(16, 20) : seconds(4, 9));
            }
            case ALL_WITHOUT_ZOOKEEPER -> cut(kind, "all brokers", ofAllBrokers(), seconds(3, 9));
            case BOOKIE_KILLED -> new Kill(cluster, kind, any("bookie"), seconds(0, 9));
            // A writer gives a bookie 5 s for an entry, and nobody notices less.
            case BOOKIE_PAUSED -> new Pause(cluster, kind, any("bookie"), seconds(7, 14));
            case BOOKIE_WIPED ->
                mayWipe() ? wipe() : new Kill(cluster, FaultKind.BOOKIE_KILLED, any("bookie"), seconds(0, 9));
            case BOOKIE_FULL -> new FullDisk(cluster, any("bookie"), seconds(4, 7));
            case BOOKIE_WITHOUT_ZOOKEEPER -> {
                String bookie = any("bookie").name();
                yield cut(kind, bookie, cluster.toZooKeeper(bookie), seldom() ? seconds(11, 14) : seconds(0, 5));
            }
            case ZOOKEEPER_KILLED -> new Kill(cluster, kind, any("zookeeper"), seconds(0, 6));
            case CLIENTS_CUT -> {
                String broker = any("broker").name();
                yield cut(kind, broker, cluster.toBroker(broker), seconds(0, 4));
            }
            case CLIENTS_SLOW -> {
                String broker = any("broker").name();
                yield slow(kind, broker, cluster.toBroker(broker), random.nextInt(50, 1000));
            }
            case CLIENTS_DEAF -> {
                String broker = any("broker").name();
                yield deaf(kind, broker, cluster.toBroker(broker), seconds(2, 6));
            }
            case BROKER_DRAINED -> new Drain(cluster, any("broker"), false);
            case BROKER_RESTARTED -> new Drain(cluster, any("broker"), true);
        };
    }

    /** Two lost disks are one too many while what was on the first isn't copied. */
    private boolean mayWipe() {
        return cluster.view().map(ClusterView::underReplicated).orElse(-1L) == 0;
    }

    private Fault wipe() {
        TestedProcess bookie = any("bookie");
        wiped++;
        return new Wipe(cluster, bookie, seconds(1, 4), bookie.name() + "-" + wiped);
    }

    private Fault cut(FaultKind kind, String target, List<TcpProxy> proxies, Duration lasts) {
        return new BadNetwork(
                cluster, kind, target, proxies, TcpProxy::cut, "cut for " + lasts.toMillis() + " ms", lasts);
    }

    private Fault slow(FaultKind kind, String target, List<TcpProxy> proxies, int delayMs) {
        Duration delay = Duration.ofMillis(delayMs);
        return new BadNetwork(
                cluster,
                kind,
                target,
                proxies,
                proxy -> proxy.delay(delay),
                "each way " + delayMs + " ms late",
                seconds(3, 6));
    }

    private Fault deaf(FaultKind kind, String target, List<TcpProxy> proxies, Duration lasts) {
        Direction direction = coin() ? Direction.REQUESTS : Direction.ANSWERS;
        return new BadNetwork(
                cluster,
                kind,
                target,
                proxies,
                proxy -> proxy.silence(direction),
                direction + " silent for " + lasts.toMillis() + " ms",
                lasts);
    }

    private List<TcpProxy> ofAllBrokers() {
        List<TcpProxy> all = new ArrayList<>();
        cluster.processes("broker").forEach(broker -> all.addAll(cluster.toZooKeeper(broker.name())));
        return all;
    }

    private TestedProcess any(String role) {
        List<TestedProcess> all = cluster.processes(role);
        return all.get(random.nextInt(all.size()));
    }

    private boolean seldom() {
        return random.nextInt(3) == 0;
    }

    private boolean coin() {
        return random.nextBoolean();
    }

    private Duration seconds(int from, int to) {
        return Duration.ofMillis(random.nextLong(from * 1000L, to * 1000L));
    }
}
