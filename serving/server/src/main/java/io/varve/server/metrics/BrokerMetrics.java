/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.metrics;

import io.netty.buffer.PooledByteBufAllocator;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import io.varve.log.LedgerStore;
import io.varve.objects.cold.ColdReader;
import io.varve.objects.cold.ColdReaderStats;
import io.varve.shard.ShardHost;
import io.varve.shard.produce.MessageIdMemory;
import io.varve.shard.read.ReadMemory;
import io.varve.transport.NativeServer;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;

/** A broker's counters in Prometheus' form, read when they are asked for. */
public final class BrokerMetrics extends Collector {
    private final TransportMetrics transport;
    private final ShardMetrics shards;
    private final MessageIdMemory messageIds;
    private final LedgerStore ledgers;
    private final List<ReadMemory> memories;
    private final ColdReader coldReader;

    /** Of the parts of one broker. */
    public BrokerMetrics(
            NativeServer server,
            ShardHost shards,
            MessageIdMemory messageIds,
            LedgerStore ledgers,
            List<ReadMemory> memories,
            ColdReader coldReader,
            InstantSource clock) {
        this.transport = new TransportMetrics(server);
        this.shards = new ShardMetrics(shards, clock);
        this.messageIds = messageIds;
        this.ledgers = ledgers;
        this.memories = memories;
        this.coldReader = coldReader;
    }

    /** Adds these and the JVM's own to a registry. */
    public void addTo(CollectorRegistry registry) {
        registry.register(this);
        DefaultExports.register(registry);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Families families = new Families();
        transport.addTo(families);
        shards.addTo(families);
        families.gauge(
                        "varve_message_ids_bytes",
                        "Memory of the message ids that topics with a dedup window remember.",
                        messageIds.usedBytes())
                .gauge("varve_message_ids_limit_bytes", "How much that may be.", messageIds.limitBytes());
        bookies(families);
        cold(families);
        families.gauge(
                "varve_reads_tail_bytes",
                "Newest entries of all shards in memory.",
                memories.stream().mapToLong(ReadMemory::tailBytes).sum());
        families.gauge(
                "varve_reads_ledger_bytes",
                "Entries read back from ledgers in memory.",
                memories.stream().mapToLong(ReadMemory::ledgerBytes).sum());
        families.gauge(
                "varve_buffers_direct_bytes",
                "Direct memory held for network and log buffers, in use or not.",
                PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory());
        return families.all();
    }

    private void bookies(Families families) {
        families.gauge(
                        "varve_bookies_writable",
                        "Bookies that take entries; -1 while unknown.",
                        ledgers.writableBookies().getNow(-1))
                .gauge(
                        "varve_bookies_unsent_bytes",
                        "Answered entries in memory that a slow bookie hasn't taken.",
                        ledgers.unsent().bytes())
                .histograms(
                        "varve_bookie_add_seconds",
                        "What a bookie took for an entry, its fsync included.",
                        "bookie",
                        new TreeMap<>(ledgers.copyLatencies()));
    }

    private void cold(Families families) {
        ColdReaderStats stats = coldReader.stats();
        families.counter("varve_cold_answers", "Reads of history answered.", stats.answers())
                .counter("varve_cold_hits", "Of those, from the cache.", stats.hits())
                .counter("varve_cold_store_reads", "Reads of the object store.", stats.storeReads())
                .counter("varve_cold_store_read_bytes", "What they asked for.", stats.storeBytes())
                .counter("varve_cold_refused", "Reads of history refused.", stats.refused())
                .gauge("varve_cold_cached_bytes", "History in memory.", stats.cachedBytes())
                .gauge("varve_cold_waiting_reads", "Reads waiting for memory.", stats.waitingReads());
    }
}
