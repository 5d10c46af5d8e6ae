/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.varve.client.cluster.Cluster;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.client.transport.Completion;
import io.varve.client.transport.Loops;
import io.varve.client.transport.Nanos;
import io.varve.protocol.batch.Record;
import io.varve.protocol.batch.RecordHeader;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a changing set of partitions, as readers and consumers hand them to applications. Not part of the public
 * interface.
 *
 * <p>May be used from any thread. Its monitor guards the set of partitions and their positions, and orders deliveries, seeks
 * and pauses: what is sought away from is not delivered after the seek returned. Nobody waits under it.
 *
 * @param <T> the type of the values
 */
public final class RecordStream<T> implements AutoCloseable {
    private final Cluster cluster;
    private final EventLoop loop;
    private final Schema<T> schema;
    private final StreamOptions options;
    private final Inbox inbox = new Inbox();
    private final Map<TopicPartition, PartitionFeed> feeds = new TreeMap<>();
    private final Map<Inbox.Slot, TopicPartition> partitions = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final SourceCounts counts = new SourceCounts();
    private boolean closed;

    /** A stream of no partitions yet. */
    public RecordStream(Cluster cluster, Schema<T> schema, StreamOptions options) {
        this.cluster = cluster;
        this.loop = cluster.nextLoop();
        this.schema = schema;
        this.options = options;
    }

    /** Starts reading partitions that aren't read yet, each from its place. */
    public synchronized void add(Map<TopicPartition, StartPosition> starts) {
        refuseIfClosed();
        starts.forEach((partition, start) -> {
            if (feeds.containsKey(partition)) {
                throw new IllegalStateException("partition " + partition + " is read already");
            }
            TopicName topic = TopicName.parse(partition.topic());
            PartitionFeed feed = new PartitionFeed(loop, cluster, topic, partition, options.outOfRange(), inbox, start);
            feeds.put(partition, feed);
            partitions.put(feed.slot(), partition);
            remember(partition, start);
        });
        long share = share();
        feeds.forEach((partition, feed) -> {
            if (starts.containsKey(partition)) {
                feed.open(share);
            } else {
                feed.share(share);
            }
        });
    }

    /** Ends reading partitions; no record of them is delivered after the return. */
    public synchronized void remove(Collection<TopicPartition> gone) {
        for (TopicPartition partition : gone) {
            PartitionFeed feed = feeds.remove(partition);
            if (feed != null) {
                partitions.remove(feed.slot());
                positions.remove(partition);
                feed.close();
            }
        }
        long share = share();
        feeds.values().forEach(feed -> feed.share(share));
    }

    /** What is read now. */
    public synchronized Set<TopicPartition> partitions() {
        return new TreeSet<>(feeds.keySet());
    }

    /**
     * Up to {@code maxPollRecords} records, as soon as there is one; none after the timeout, or
     * earlier after {@link #wake} or an interrupt, which stays set.
     *
     * @throws VarveException what a partition failed with, or CLOSED
     */
    public List<ReceivedRecord<T>> poll(Duration timeout) {
        long deadlineNanos = System.nanoTime() + Nanos.of(timeout);
        while (true) {
            List<ReceivedRecord<T>> taken = take(usual());
            long leftNanos = deadlineNanos - System.nanoTime();
            if (!taken.isEmpty() || leftNanos <= 0 || await(leftNanos)) {
                return taken;
            }
        }
    }

    /** As {@link #poll}, without waiting. */
    public CompletableFuture<List<ReceivedRecord<T>>> pollAsync(Duration timeout) {
        return pollAsync(timeout, usual());
    }

    /** As {@link #poll} with a limit of its own, without waiting. */
    public CompletableFuture<List<ReceivedRecord<T>>> pollAsync(Duration timeout, PollLimit limit) {
        CompletableFuture<List<ReceivedRecord<T>>> result = new CompletableFuture<>();
        poll(result, System.nanoTime() + Nanos.of(timeout), limit);
        return result;
    }

    private void poll(CompletableFuture<List<ReceivedRecord<T>>> result, long deadlineNanos, PollLimit limit) {
        List<ReceivedRecord<T>> taken;
        try {
            taken = take(limit);
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
            return;
        }
        long leftNanos = deadlineNanos - System.nanoTime();
        if (!taken.isEmpty() || leftNanos <= 0) {
            result.complete(taken);
            return;
        }
        CompletableFuture<Boolean> ready = inbox.ready();
        Future<?> timer = loop.schedule(() -> inbox.release(ready), leftNanos, TimeUnit.NANOSECONDS);
        // Decompressing and checking batches is not for the loop.
        Completion.of(ready.thenApplyAsync(woken -> woken), (woken, failure) -> {
            timer.cancel(false);
            if (Boolean.TRUE.equals(woken)) {
                result.complete(List.of());
            } else {
                poll(result, deadlineNanos, limit);
            }
        });
    }

    /** Waits for something to take; true if {@link #wake} was called instead. */
    private boolean await(long nanos) {
        CompletableFuture<Boolean> ready = inbox.ready();
        if (!ready.isDone() && Loops.onLoop()) {
            throw new IllegalStateException(
                    "polling on the client's own thread would never return; use pollAsync here");
        }
        try {
            return ready.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            inbox.release(ready);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the inbox never fails", e);
        }
    }

    /** Ends the present poll, or the next one, without records. */
    public void wake() {
        inbox.wake();
    }

    /** Goes on from another place; nothing from before is delivered by a poll that starts after the return. */
    public synchronized void seek(TopicPartition partition, StartPosition position) {
        feed(partition).seek(position);
        remember(partition, position);
    }

    /** Delivers nothing of these partitions until {@link #resume}; what is buffered stays. */
    public synchronized void pause(Collection<TopicPartition> quiet) {
        quiet.forEach(partition -> inbox.pause(feed(partition).slot(), true));
    }

    /** Ends {@link #pause}. */
    public synchronized void resume(Collection<TopicPartition> loud) {
        loud.forEach(partition -> inbox.pause(feed(partition).slot(), false));
    }

    /** The partitions that are paused. */
    public synchronized Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new TreeSet<>();
        feeds.forEach((partition, feed) -> {
            if (inbox.isPaused(feed.slot())) {
                paused.add(partition);
            }
        });
        return paused;
    }

    /** The offset after the last delivered record, or the one sought; empty while neither is known. */
    public synchronized OptionalLong position(TopicPartition partition) {
        Long position = positions.get(partition);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /** All positions that are known. */
    public synchronized Map<TopicPartition, Long> positions() {
        return new TreeMap<>(positions);
    }

    /** The confirmed ends as the brokers last told, of the partitions that were opened. */
    public synchronized Map<TopicPartition, Long> confirmedEnds() {
        Map<TopicPartition, Long> ends = new TreeMap<>();
        feeds.forEach((partition, feed) -> {
            if (feed.confirmedEnd() >= 0) {
                ends.put(partition, feed.confirmedEnd());
            }
        });
        return ends;
    }

    /** What was delivered so far. */
    public ReadCounters counters() {
        return counts.counters();
    }

    /** Whether {@link #close} was called. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** Ends reading; polls fail with CLOSED. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            remove(partitions());
        }
        inbox.close();
    }

    private PollLimit usual() {
        return new PollLimit(options.maxPollRecords(), Long.MAX_VALUE);
    }

    private synchronized List<ReceivedRecord<T>> take(PollLimit limit) {
        refuseIfClosed();
        List<ReceivedRecord<T>> taken = new ArrayList<>();
        long bytes = 0;
        while (taken.size() < limit.records() && bytes < limit.bytes()) {
            // A failure waits until what came before it is delivered.
            Inbox.Taken next = inbox.peek(taken.isEmpty());
            if (next == null) {
                break;
            }
            bytes += take(next, taken, limit.records(), limit.bytes() - bytes);
        }
        return taken;
    }

    /** Adds records of one chunk; returns their bytes. */
    private long take(Inbox.Taken next, List<ReceivedRecord<T>> into, int maxRecords, long maxBytes) {
        TopicPartition partition = Objects.requireNonNull(partitions.get(next.slot()));
        Chunk chunk = next.chunk();
        int before = into.size();
        long bytes = 0;
        try {
            while (into.size() < maxRecords && bytes < maxBytes) {
                Record record = chunk.next();
                if (record == null) {
                    inbox.done(next);
                    counts.taken(chunk.source(), chunk.bytes());
                    feed(partition).taken(next.generation(), chunk.bytes());
                    break;
                }
                into.add(new ReceivedRecord<>(partition, record, schema));
                positions.put(partition, record.offset() + 1);
                bytes += bytes(record);
            }
        } catch (VarveException e) {
            feed(partition)
                    .stop(new VarveException(e.code(), "batch of partition " + partition + ": " + e.getMessage(), e));
        }
        counts.delivered(chunk.source(), into.size() - before);
        return bytes;
    }

    private static long bytes(Record record) {
        long bytes = bytes(record.key()) + bytes(record.value());
        for (RecordHeader header : record.headers()) {
            bytes += header.key().length() + bytes(header.value());
        }
        return bytes;
    }

    private static long bytes(byte @Nullable [] array) {
        return array == null ? 0 : array.length;
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new VarveException(ErrorCode.CLOSED, "reading was ended by close()");
        }
    }

    private void remember(TopicPartition partition, StartPosition position) {
        if (position instanceof StartPosition.AtOffset at) {
            positions.put(partition, at.offset());
        } else {
            positions.remove(partition);
        }
    }

    private long share() {
        return Math.max(1, options.bufferBytes() / Math.max(1, feeds.size()));
    }

    private PartitionFeed feed(TopicPartition partition) {
        PartitionFeed feed = feeds.get(partition);
        if (feed == null) {
            throw new VarveException(
                    ErrorCode.PARTITION_NOT_FOUND,
                    "partition " + partition + " is not among those read: " + feeds.keySet());
        }
        return feed;
    }
}
