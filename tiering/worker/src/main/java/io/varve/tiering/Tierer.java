/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import io.varve.log.LedgerReader;
import io.varve.log.LedgerStore;
import io.varve.objects.BlockingPool;
import io.varve.objects.ObjectStore;
import io.varve.objects.format.ObjectKey;
import io.varve.objects.format.ObjectMeta;
import io.varve.objects.format.ObjectWriter;
import io.varve.protocol.error.StoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Copies sealed segments into objects: the batches of a segment, sorted by topic, partition, lane and offset, checked on the
 * way and read back at the end. It writes objects and nothing else: the caller records the result in the shard's log, and only
 * from then on the objects count (I6). Shared by all shards of a broker; works on its own few threads.
 */
public final class Tierer implements AutoCloseable {
    private static final int QUEUED_SEGMENTS = 1024;

    private final LedgerStore ledgers;
    private final ObjectStore objects;
    private final Tenants tenants;
    private final TiererConfig config;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final BlockingPool pool;
    private volatile boolean closed;

    /**
     * A tierer that borrows the stores.
     *
     * @param clock says when an object was created
     * @param ids for the keys of objects; none is ever given twice
     */
    public Tierer(
            LedgerStore ledgers,
            ObjectStore objects,
            Tenants tenants,
            TiererConfig config,
            InstantSource clock,
            Supplier<UUID> ids) {
        this(
                ledgers,
                objects,
                tenants,
                config,
                clock,
                ids,
                new BlockingPool("varve-tierer", config.threads(), QUEUED_SEGMENTS, Tierer::unexpected));
    }

    /**
     * The same on threads that were made elsewhere.
     *
     * @param threads run the copies and are shut down by {@link #close}
     */
    public Tierer(
            LedgerStore ledgers,
            ObjectStore objects,
            Tenants tenants,
            TiererConfig config,
            InstantSource clock,
            Supplier<UUID> ids,
            ExecutorService threads) {
        this(
                ledgers,
                objects,
                tenants,
                config,
                clock,
                ids,
                new BlockingPool("varve-tierer", threads, Tierer::unexpected));
    }

    private Tierer(
            LedgerStore ledgers,
            ObjectStore objects,
            Tenants tenants,
            TiererConfig config,
            InstantSource clock,
            Supplier<UUID> ids,
            BlockingPool pool) {
        this.ledgers = ledgers;
        this.objects = objects;
        this.tenants = tenants;
        this.config = config;
        this.clock = clock;
        this.ids = ids;
        this.pool = pool;
    }

    /**
     * Copies a segment and verifies the copy. Fails with {@code Unavailable} or {@code UnknownOutcome} when a store doesn't do its
     * part now, {@code NotFound} when the ledger is gone, {@code Damaged} when the ledger's entries aren't those of the segment or
     * an object isn't what was written. After a failure nothing counts: trying again begins from the start, with new keys.
     *
     * @param kept which batches are still worth it
     * @param pace how much is left to live traffic
     * @return completes on a thread of the tierer
     */
    public CompletableFuture<TieredSegment> tier(SegmentSource source, KeptRanges kept, Pace pace) {
        return pool.call(() -> copy(source, kept, pace));
    }

    /** Stops what runs, without leaving uploads behind, and refuses the rest; blocks for a moment. */
    @Override
    public void close() {
        closed = true;
        pool.close();
    }

    private TieredSegment copy(SegmentSource source, KeptRanges kept, Pace pace) {
        try (LedgerReader reader =
                        BlockingPool.await(ledgers.open(source.segment().ledgerId()));
                TieringRun run = new TieringRun(
                        new SegmentScan(source, reader, pace, () -> closed),
                        objects,
                        config,
                        kept,
                        pace,
                        target -> begin(source, target))) {
            return new TieredSegment(source.segment().ledgerId(), run.run());
        }
    }

    private ObjectWriter begin(SegmentSource source, TieringPlan.Target target) {
        String tenant = target.own()
                ? BlockingPool.await(tenants.tenantOf(target.lanes().get(0).lane.topicId()))
                : ObjectKey.SHARED;
        ObjectKey key = new ObjectKey(
                source.clusterId(), tenant, source.shard(), source.incarnation(), target.firstSequence(), ids.get());
        ObjectMeta origin = new ObjectMeta(
                source.clusterId(),
                source.shard(),
                source.incarnation(),
                source.epoch(),
                0,
                0,
                clock.millis(),
                0,
                0,
                0,
                List.of(source.segment().ledgerId()),
                List.of());
        return ObjectWriter.begin(objects, key.toString(), origin);
    }

    private static StoreException unexpected(Throwable failure) {
        return new StoreException.Unavailable("tiering failed: " + failure, failure);
    }
}
