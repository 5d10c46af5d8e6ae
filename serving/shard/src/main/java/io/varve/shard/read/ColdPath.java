/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.netty.buffer.ByteBuf;
import io.varve.log.Loop;
import io.varve.log.record.TieredObject;
import io.varve.objects.cold.ColdReader;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectDirectory;
import io.varve.objects.format.ObjectLocation;
import io.varve.objects.format.PartitionLane;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.wire.Source;
import io.varve.shard.loop.Completions;
import io.varve.shard.state.PartitionKey;
import io.varve.shard.state.ShardState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Finds a partition's offsets in the shard's objects. The log names objects, not ranges: ranges are found in the objects'
 * directories, which the cold reader keeps in memory. Owned by the shard's loop; futures complete on it.
 */
public final class ColdPath {
    private static final int MAIN_LANE = 0;
    private static final int REMEMBERED_RANGES = 1_000;

    private final Loop loop;
    private final ShardState state;
    private final ColdReader reader;

    /** Where each partition was read last: a reader goes on in the same object most of the time. */
    private final Map<PartitionKey, ColdRange> lastFound = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PartitionKey, ColdRange> eldest) {
            return size() > REMEMBERED_RANGES;
        }
    };

    /** Reads the objects that {@code state} names. */
    public ColdPath(Loop loop, ShardState state, ColdReader reader) {
        this.loop = loop;
        this.state = state;
        this.reader = reader;
    }

    CompletableFuture<Batches> read(PartitionKey key, long offset, int maxBytes) {
        return find(key, offset)
                .thenCompose(range -> Completions.moved(
                        loop, reader.read(range.object(), range.row().lane(), offset, maxBytes)))
                .thenApply(found -> new Batches(found, nextOffset(found), Source.SOURCE_OBJECT))
                .whenComplete((found, failure) -> {
                    if (failure != null) {
                        lastFound.remove(key);
                    }
                });
    }

    private static long nextOffset(ByteBuf batches) {
        int last = batches.readerIndex();
        int next = last + BatchHeader.sizeBytes(batches, last);
        while (next < batches.writerIndex()) {
            last = next;
            next = last + BatchHeader.sizeBytes(batches, last);
        }
        return BatchHeader.lastOffset(batches, last) + 1;
    }

    private CompletableFuture<ColdRange> find(PartitionKey key, long offset) {
        ColdRange last = lastFound.get(key);
        if (last != null && last.row().holds(offset)) {
            return CompletableFuture.completedFuture(last);
        }
        return ranges(key, row -> row.holds(offset), 1).thenApply(found -> {
            if (found.isEmpty()) {
                throw new StoreException.Damaged(
                        "partition " + key + ": offset " + offset + " is neither in a ledger nor in an object", null);
            }
            lastFound.put(key, found.get(0));
            return found.get(0);
        });
    }

    /**
     * The partition's ranges in objects, in offset order.
     *
     * @param limit stop after so many that pass {@code wanted}
     */
    public CompletableFuture<List<ColdRange>> ranges(PartitionKey key, Predicate<DirectoryRow> wanted, int limit) {
        PartitionLane lane = new PartitionLane(key.topicId(), key.partition(), MAIN_LANE);
        CompletableFuture<List<ColdRange>> done = new CompletableFuture<>();
        scan(List.copyOf(state.shard().objects()), 0, lane, wanted, limit, new ArrayList<>(), done);
        return done;
    }

    private void scan(
            List<TieredObject> objects,
            int from,
            PartitionLane lane,
            Predicate<DirectoryRow> wanted,
            int limit,
            List<ColdRange> found,
            CompletableFuture<List<ColdRange>> done) {
        for (int i = from; i < objects.size() && found.size() < limit; i++) {
            ObjectLocation location = location(objects.get(i));
            CompletableFuture<ObjectDirectory> directory = reader.directory(location);
            if (!directory.isDone()) {
                int here = i;
                Completions.onLoop(loop, directory, (loaded, failure) -> {
                    if (failure == null) {
                        scan(objects, here, lane, wanted, limit, found, done);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
                return;
            }
            if (directory.isCompletedExceptionally()) {
                Completions.whenDone(directory, (none, failure) -> done.completeExceptionally(failure));
                return;
            }
            Optional<DirectoryRow> row = directory.join().find(lane);
            row.filter(wanted).ifPresent(hit -> found.add(new ColdRange(location, hit)));
        }
        found.sort((a, b) -> Long.compare(a.row().firstOffset(), b.row().firstOffset()));
        done.complete(found);
    }

    /** The directory of an object, on the loop. */
    public CompletableFuture<ObjectDirectory> directory(TieredObject object) {
        return Completions.moved(loop, reader.directory(location(object)));
    }

    /** First offset of a batch in the range with a record at or after {@code timeMs}. */
    CompletableFuture<Long> offsetForTime(ColdRange range, long timeMs) {
        return Completions.moved(
                        loop, reader.offsetForTime(range.object(), range.row().lane(), timeMs))
                .thenApply(offset -> offset.orElseThrow(() -> new StoreException.Damaged(
                        "object " + range.object().key() + " has no record at " + timeMs
                                + ", though its directory says so",
                        null)));
    }

    /** An object of the log as the cold reader wants it. */
    public static ObjectLocation location(TieredObject object) {
        return new ObjectLocation(
                object.key(),
                object.bytes(),
                object.directoryPosition(),
                object.directoryLength(),
                object.directoryCrc());
    }
}
