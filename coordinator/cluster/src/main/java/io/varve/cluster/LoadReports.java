/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.Change;
import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import io.varve.protocol.error.VarveException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes in which brokers report the load of their shards, one for each broker. They outlive the process: when it is gone or
 * starts again, what it said is the best that is known of its shards until they are measured anew. Reads are not cached.
 */
final class LoadReports {
    private static final Logger LOG = LoggerFactory.getLogger(LoadReports.class);

    private final MetadataStore store;

    LoadReports(MetadataStore store) {
        this.store = store;
    }

    /**
     * All reports as they were read.
     *
     * @param byBroker report by id of the broker, be it alive or not
     * @param versions version of each report's node
     */
    record Snapshot(SortedMap<String, LoadReport> byBroker, Map<String, Integer> versions) {
        /**
         * Bytes per second of each shard: what its broker says, and before it has measured the shard the most that another one
         * says, which is the former owner. A shard of which nobody has said anything is missing.
         */
        SortedMap<Integer, Long> lastKnown(SortedMap<Integer, Assignee> assigned) {
            SortedMap<Integer, Long> rates = new TreeMap<>();
            assigned.forEach((shard, owner) -> said(owner.brokerId(), shard)
                    .or(() -> byBroker.values().stream()
                            .flatMap(report ->
                                    Optional.ofNullable(report.bytesPerSecond().get(shard)).stream())
                            .max(Long::compare))
                    .ifPresent(rate -> rates.put(shard, rate)));
            return rates;
        }

        /** Brokers that are gone, and whose report nobody needs: each of its shards was measured by the one that has it now. */
        Set<String> superseded(Set<String> live, SortedMap<Integer, Assignee> assigned) {
            return byBroker.keySet().stream()
                    .filter(id -> !live.contains(id))
                    .filter(id -> shardsOf(id).stream().allMatch(shard -> {
                        Assignee owner = assigned.get(shard);
                        return owner == null
                                || (!owner.brokerId().equals(id)
                                        && said(owner.brokerId(), shard).isPresent());
                    }))
                    .collect(Collectors.toSet());
        }

        private Optional<Long> said(String brokerId, int shard) {
            return Optional.ofNullable(byBroker.get(brokerId))
                    .flatMap(report ->
                            Optional.ofNullable(report.bytesPerSecond().get(shard)));
        }

        private Set<Integer> shardsOf(String brokerId) {
            return Optional.ofNullable(byBroker.get(brokerId))
                    .map(report -> report.bytesPerSecond().keySet())
                    .orElse(Set.of());
        }
    }

    /** Reads all reports. One that can't be read counts as missing: placement must go on without it. */
    CompletableFuture<Snapshot> read() {
        return store.children(ClusterPaths.LOADS)
                .thenCompose(ids -> Futures.all(ids.stream()
                        .map(id -> store.get(ClusterPaths.load(id)).thenApply(node -> Map.entry(id, node)))
                        .toList()))
                .thenApply(LoadReports::snapshot);
    }

    private static Snapshot snapshot(List<Map.Entry<String, Optional<Versioned>>> nodes) {
        SortedMap<String, LoadReport> byBroker = new TreeMap<>();
        Map<String, Integer> versions = new HashMap<>();
        nodes.forEach(found -> found.getValue()
                .ifPresent(node -> decode(found.getKey(), node).ifPresent(report -> {
                    byBroker.put(found.getKey(), report);
                    versions.put(found.getKey(), node.version());
                })));
        return new Snapshot(byBroker, versions);
    }

    private static Optional<LoadReport> decode(String brokerId, Versioned node) {
        try {
            return Optional.of(LoadReport.JSON.decode(ClusterPaths.load(brokerId), node.bytes()));
        } catch (VarveException e) {
            LOG.warn("the load of a broker counts as unknown: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Writes the report of a broker, whatever stood there. Fails with VarveException. */
    CompletableFuture<Void> put(String brokerId, LoadReport report) {
        String path = ClusterPaths.load(brokerId);
        byte[] bytes = LoadReport.JSON.encode(report);
        return Failures.untilUncontended("load of " + brokerId, () -> store.get(path)
                .thenCompose(found -> found.isEmpty()
                        ? store.create(path, bytes)
                        : store.compareAndSet(path, bytes, found.get().version())
                                .thenApply(version -> null)));
    }

    /** Removes the reports of these brokers if they are still those that were read, together with the fence. */
    CompletableFuture<Void> remove(Collection<String> brokerIds, Snapshot read, Change.Check fence) {
        List<Change> changes = new ArrayList<>();
        changes.add(fence);
        for (String id : brokerIds) {
            Optional.ofNullable(read.versions.get(id))
                    .ifPresent(version -> changes.add(new Change.Delete(ClusterPaths.load(id), version)));
        }
        return changes.size() == 1 ? CompletableFuture.completedFuture(null) : store.multi(changes);
    }
}
