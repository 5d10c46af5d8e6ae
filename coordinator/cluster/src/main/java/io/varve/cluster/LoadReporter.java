/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.MetadataStore;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the controller, whoever that is, what passes through the shards of this process: in one node, at most once in an
 * interval, and only when there is news. So the metadata store is written as often for a million partitions as for one, and not
 * at all by a cluster that has nothing to do.
 *
 * <p>{@link #tick} is called by one thread at a time.
 */
public final class LoadReporter {
    /** How often a broker reports, at most. */
    public static final Duration INTERVAL = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(LoadReporter.class);

    private final LoadReports reports;
    private final BrokerRegistry brokers;
    private final Assignee self;
    private final Supplier<? extends Map<Integer, Long>> traffic;
    private final LoadMeter meter;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private volatile LoadReport written;
    private volatile boolean underWay;
    private long dueNanos;

    /**
     * A reporter that has said nothing yet.
     *
     * @param brokers closed by its owner
     * @param self this process; it reports only while it is the one that is registered
     * @param traffic bytes that were appended to and read from each shard that is served here, since it was opened
     * @param interval least time between two reports, and for how long a shard is measured before it is in one
     * @param nanoTime monotonic time in ns
     */
    public LoadReporter(
            MetadataStore store,
            BrokerRegistry brokers,
            Assignee self,
            Supplier<? extends Map<Integer, Long>> traffic,
            Duration interval,
            LongSupplier nanoTime) {
        this.reports = new LoadReports(store);
        this.brokers = brokers;
        this.self = self;
        this.traffic = traffic;
        this.meter = new LoadMeter(interval);
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        this.written = new LoadReport(self.incarnation(), new TreeMap<>());
        this.dueNanos = nanoTime.getAsLong();
    }

    /** Measures, and reports if there is news; to be called every few seconds. */
    public void tick() {
        long now = nanoTime.getAsLong();
        meter.sample(traffic.get(), now);
        if (underWay || now - dueNanos < 0) {
            return;
        }
        LoadReport report = new LoadReport(self.incarnation(), meter.rates());
        if (report.isNewsAfter(written)) {
            dueNanos = now + intervalNanos;
            underWay = true;
            Futures.finish(
                    write(report),
                    isWritten -> {
                        if (isWritten) {
                            written = report;
                        }
                        underWay = false;
                    },
                    failure -> {
                        LOG.info("can't report the load of shards now, will try again: {}", failure.toString());
                        underWay = false;
                    });
        }
    }

    /** Whether it was written: a process that was replaced by another one of its name keeps silent. */
    private CompletableFuture<Boolean> write(LoadReport report) {
        return brokers.registered(self.brokerId()).thenCompose(found -> {
            boolean isRegistered =
                    found.filter(broker -> broker.assignee().equals(self)).isPresent();
            return isRegistered
                    ? reports.put(self.brokerId(), report).thenApply(done -> true)
                    : CompletableFuture.completedFuture(false);
        });
    }
}
