/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.metrics;

import io.varve.log.LatencyHistogram;
import io.varve.shard.Shard;
import io.varve.shard.ShardFigures;
import io.varve.shard.ShardHost;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The shards that are served here, as of their last tick. */
final class ShardMetrics {
    private static final String SHARD = "shard";

    private final ShardHost shards;
    private final InstantSource clock;

    ShardMetrics(ShardHost shards, InstantSource clock) {
        this.shards = shards;
        this.clock = clock;
    }

    void addTo(Families families) {
        Map<String, ShardFigures> figures = new TreeMap<>();
        for (Shard shard : shards.shards()) {
            figures.put(Integer.toString(shard.id()), shard.figures());
        }
        families.gauge("varve_shards_serving", "Shards served here.", figures.size())
                .gauge(
                        "varve_shards_not_serving",
                        "Shards assigned here and not served.",
                        shards.notServing().size());
        appends(families, figures);
        tiering(families, figures);
    }

    private static void appends(Families families, Map<String, ShardFigures> figures) {
        families.counters(
                        "varve_shard_appended_records",
                        "Records appended.",
                        SHARD,
                        figures,
                        ShardFigures::appendedRecords)
                .counters(
                        "varve_shard_appended_bytes", "Batches appended.", SHARD, figures, ShardFigures::appendedBytes)
                .counters(
                        "varve_shard_read_bytes",
                        "Batches that went out to readers.",
                        SHARD,
                        figures,
                        ShardFigures::readBytes)
                .histograms(
                        "varve_shard_append_seconds",
                        "From the append of a command to its answer.",
                        SHARD,
                        latencies(figures, ShardFigures::appendLatency))
                .histograms(
                        "varve_shard_entry_seconds",
                        "From sending an entry of the log to the answers of enough bookies.",
                        SHARD,
                        latencies(figures, ShardFigures::entryLatency))
                .gauges(
                        "varve_shard_pending_bytes",
                        "Appended and not confirmed.",
                        SHARD,
                        figures,
                        ShardFigures::pendingBytes)
                .gauges(
                        "varve_shard_waiting_answers",
                        "Commands that wait for confirmation.",
                        SHARD,
                        figures,
                        ShardFigures::waitingAnswers)
                .gauges(
                        "varve_shard_replay_bytes",
                        "Log that a successor would replay.",
                        SHARD,
                        figures,
                        ShardFigures::replayBytes)
                .gauges(
                        "varve_shard_missing_copies",
                        "Copies that what is written now has less than it should.",
                        SHARD,
                        figures,
                        ShardFigures::missingCopies);
    }

    private void tiering(Families families, Map<String, ShardFigures> figures) {
        families.gauges("varve_shard_segments", "Segments of the log.", SHARD, figures, ShardFigures::segments)
                .gauges(
                        "varve_shard_untiered_bytes",
                        "Log that isn't in objects.",
                        SHARD,
                        figures,
                        ShardFigures::untieredBytes)
                .gauges(
                        "varve_shard_untiered_age_seconds",
                        "Age of the oldest segment that isn't in objects; 0 without one.",
                        SHARD,
                        figures,
                        this::untieredAgeSeconds)
                .counters(
                        "varve_shard_tiered_bytes",
                        "Segments copied to objects.",
                        SHARD,
                        figures,
                        ShardFigures::tieredBytes)
                .counters(
                        "varve_shard_tiering_failures",
                        "Tries to copy a segment that failed.",
                        SHARD,
                        figures,
                        ShardFigures::tieringFailures)
                .gauges("varve_shard_objects", "Objects that hold history.", SHARD, figures, ShardFigures::objects)
                .gauges(
                        "varve_shard_ledgers_pending_delete",
                        "Ledgers dropped from the log and not deleted yet.",
                        SHARD,
                        figures,
                        ShardFigures::ledgersPendingDelete);
    }

    private double untieredAgeSeconds(ShardFigures figures) {
        return figures.untieredSinceMs() == ShardFigures.NONE
                ? 0
                : Math.max(0, clock.millis() - figures.untieredSinceMs()) / 1000.0;
    }

    private static Map<String, LatencyHistogram> latencies(
            Map<String, ShardFigures> figures, Function<ShardFigures, LatencyHistogram> which) {
        return figures.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, shard -> which.apply(shard.getValue()), (one, other) -> one, TreeMap::new));
    }
}
