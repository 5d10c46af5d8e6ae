/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * How the cluster stands: read node by node, so its parts may be of slightly different times.
 *
 * @param cluster what it is made of
 * @param controller who writes assignments; empty before the first one is elected
 * @param controllerEpoch grows with each change of the controller; 0 before the first one
 * @param brokers those that are alive, by id
 * @param draining since when, in ms since the epoch, by id of the broker
 * @param assigned who should own which shard
 * @param claims who does; a shard that was never claimed is missing
 * @param loads bytes per second that are appended to and read from a shard, as its broker said last; a shard of which nobody has
 *     said anything is missing
 * @param moves what should be elsewhere, in the order in which it would be moved if somebody asked for it
 * @param due what has to move before the cluster is settled: all moves while an order to balance is carried out; without one those
 *     for balance count only where shares differ by more than is left alone
 * @param isBalancing whether an operator's order to balance is being carried out
 */
public record ClusterView(
        ClusterNode cluster,
        Optional<Assignee> controller,
        long controllerEpoch,
        SortedMap<String, Broker> brokers,
        SortedMap<String, Long> draining,
        SortedMap<Integer, Assignee> assigned,
        SortedMap<Integer, ShardClaim> claims,
        SortedMap<Integer, Long> loads,
        List<Move> moves,
        List<Move> due,
        boolean isBalancing) {

    /** How many shards are assigned to a broker, or served by it: what stopping it would interrupt. */
    public int shardsOf(String brokerId) {
        return (int) cluster.shards().stream()
                .filter(shard -> isAssigned(shard, brokerId) || isServed(shard, brokerId))
                .count();
    }

    /** Bytes per second of all shards that are assigned to a broker; empty when nothing is known of any. */
    public OptionalLong loadOf(String brokerId) {
        LongSummaryStatistics known = loads.entrySet().stream()
                .filter(shard -> isAssigned(shard.getKey(), brokerId))
                .mapToLong(Map.Entry::getValue)
                .summaryStatistics();
        return known.getCount() == 0 ? OptionalLong.empty() : OptionalLong.of(known.getSum());
    }

    /** The live process that serves a shard. */
    public Optional<Broker> server(int shard) {
        return Optional.ofNullable(claims.get(shard))
                .flatMap(ShardClaim::server)
                .flatMap(this::live);
    }

    /** The live process that has claimed a shard and doesn't serve it yet. */
    public Optional<Broker> opener(int shard) {
        return Optional.ofNullable(claims.get(shard))
                .flatMap(ShardClaim::opener)
                .flatMap(this::live);
    }

    private Optional<Broker> live(Assignee process) {
        return Optional.ofNullable(brokers.get(process.brokerId()))
                .filter(broker -> broker.assignee().equals(process));
    }

    private boolean isAssigned(int shard, String brokerId) {
        return Optional.ofNullable(assigned.get(shard))
                .filter(assignee -> assignee.brokerId().equals(brokerId))
                .isPresent();
    }

    private boolean isServed(int shard, String brokerId) {
        return server(shard)
                .filter(broker -> broker.brokerId().equals(brokerId))
                .isPresent();
    }
}
