/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.consumer;

import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.OpenHandle;
import io.varve.client.reader.PollLimit;
import io.varve.client.reader.ReadCounters;
import io.varve.client.reader.RecordStream;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.TopicPartition;
import io.varve.client.transport.Completion;
import io.varve.client.transport.Nanos;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics as a member of a stream group: the group deals the partitions out among its members, hands one on only after
 * its former member let go of it, and remembers how far each is done. Records of a partition come in order, each at least
 * once; what was committed doesn't come again.
 *
 * <p>One thread polls; the other methods may be called from any. Changes of the assignment take effect within {@code poll}, so
 * between two polls the partitions stay what they are, and a consumer that polls no more holds the others up until it leaves
 * by {@link ConsumerOptions#maxPollInterval}.
 *
 * <pre>{@code
 * try (StreamConsumer<String> consumer = client.newStreamConsumer(Schema.string()).group("billing").topics("orders").create()) {
 *     while (running) {
 *         for (ReceivedRecord<String> record : consumer.poll(Duration.ofSeconds(1))) {
 *             bill(record.value());
 *         }
 *         consumer.commitSync();
 *     }
 * }
 * }</pre>
 *
 * @param <T> the type of the values
 */
public final class StreamConsumer<T> implements OpenHandle {
    private static final Logger LOG = LoggerFactory.getLogger(StreamConsumer.class);

    private final Cluster cluster;
    private final String group;
    private final ConsumerOptions options;
    private final RecordStream<T> stream;
    private final Holding holding;
    private final Membership membership;
    private final Commits commits;
    private final Rebalance rebalance;
    /** Held by whoever polls or closes, so that one thread at a time applies changes and calls the listener. */
    private final ReentrantLock polling = new ReentrantLock();

    private final AtomicReference<@Nullable CompletableFuture<Void>> closed = new AtomicReference<>();
    private long nextAutoCommitNanos = System.nanoTime();
    /** The positions at the start of the last poll, for commits by itself. */
    private Map<TopicPartition, Long> done = Map.of();
    /** Whose next poll says that it is done with what the last one returned. */
    private @Nullable Thread lastPoller;

    StreamConsumer(
            Cluster cluster,
            String group,
            ConsumerOptions options,
            RecordStream<T> stream,
            Holding holding,
            Membership membership,
            Rebalance rebalance) {
        this.cluster = cluster;
        this.group = group;
        this.options = options;
        this.stream = stream;
        this.holding = holding;
        this.membership = membership;
        this.commits = new Commits(membership);
        this.rebalance = rebalance;
    }

    /** The group as it was given. */
    public String group() {
        return group;
    }

    /** This member's id in the group. */
    public String memberId() {
        return membership.memberId();
    }

    /**
     * Fences this member's commits: the group gives each member that joins a greater one. 0 before it was assigned anything;
     * changes within {@code poll} only, when the member had expired and joined again.
     */
    public long memberEpoch() {
        return holding.memberEpoch();
    }

    /** The partitions that this consumer holds. */
    public Set<TopicPartition> assignment() {
        return holding.partitions();
    }

    /**
     * The next records, as soon as there are any; none when the timeout has passed. Changes of the assignment happen here, and
     * the listener is called here.
     *
     * @throws VarveException why a partition can't be read, as {@link io.varve.client.reader.Reader#poll} has it; why the
     *     group refuses the member; CLOSED
     */
    public List<ReceivedRecord<T>> poll(Duration timeout) {
        long deadlineNanos = System.nanoTime() + Nanos.of(timeout);
        polling.lock();
        try {
            lastPoller = Thread.currentThread();
            while (true) {
                beforePoll();
                long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
                List<ReceivedRecord<T>> records = stream.poll(Duration.ofNanos(leftNanos));
                if (!records.isEmpty()
                        || leftNanos == 0
                        || Thread.currentThread().isInterrupted()) {
                    return records;
                }
            }
        } finally {
            polling.unlock();
        }
    }

    /**
     * As {@link #poll}, without waiting for records. Changes of the assignment happen in the call itself, on the caller's
     * thread; one that comes while it waits completes the future early and without records, so call it again.
     */
    public CompletableFuture<List<ReceivedRecord<T>>> pollAsync(Duration timeout) {
        return pollAsync(timeout, new PollLimit(options.stream().maxPollRecords(), Long.MAX_VALUE));
    }

    /** As {@link #pollAsync(Duration)} with a limit of its own instead of {@code maxPollRecords}. */
    public CompletableFuture<List<ReceivedRecord<T>>> pollAsync(Duration timeout, PollLimit limit) {
        polling.lock();
        try {
            lastPoller = null;
            beforePoll();
        } catch (VarveException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            polling.unlock();
        }
        return stream.pollAsync(timeout, limit);
    }

    /** Commits what was returned by polls so far and is still held; returns when the group has it. */
    public void commitSync() {
        Completion.await(commitAsync());
    }

    /**
     * Commits the next offset to read of each partition, all of them or none.
     *
     * @throws VarveException INVALID_COMMIT for a partition that isn't held, an offset beyond its end, or one below what is
     *     committed unless the partition was sought in; STALE_MEMBER_EPOCH, UNKNOWN_MEMBER if the member had expired
     */
    public void commitSync(Map<TopicPartition, Long> offsets) {
        Completion.await(commitAsync(offsets));
    }

    /** As {@link #commitSync()}, without waiting. Commits are made in the order of their calls. */
    public CompletableFuture<Void> commitAsync() {
        return commitAsync(holding.uncommitted(stream.positions()));
    }

    /** As {@link #commitSync(Map)}, without waiting. */
    public CompletableFuture<Void> commitAsync(Map<TopicPartition, Long> offsets) {
        if (offsets.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Holding.Commit commit;
        try {
            commit = holding.commit(offsets);
        } catch (VarveException e) {
            return CompletableFuture.failedFuture(e);
        }
        return Completion.forUsers(commits.add(commit.command()).whenComplete((done, failure) -> {
            if (failure == null) {
                holding.committed(commit);
            } else {
                holding.notCommitted(commit);
            }
        }));
    }

    /** Reads on from this offset; the next poll returns nothing from before. A later commit may take progress back to it. */
    public void seek(TopicPartition partition, long offset) {
        seek(partition, StartPosition.at(offset));
    }

    /** Reads on from the first batch with a record of this time or later. */
    public void seek(TopicPartition partition, Instant time) {
        seek(partition, StartPosition.at(time));
    }

    /** Reads on from this position; PARTITION_NOT_FOUND if the partition isn't held. */
    public void seek(TopicPartition partition, StartPosition position) {
        stream.seek(partition, position);
        holding.sought(Set.of(partition));
    }

    /** Delivers nothing of these partitions until {@link #resume}, or until they are assigned anew. */
    public void pause(Collection<TopicPartition> partitions) {
        stream.pause(partitions);
    }

    /** Ends {@link #pause}. */
    public void resume(Collection<TopicPartition> partitions) {
        stream.resume(partitions);
    }

    /** The offset after the last record that was returned, or the one it starts at; empty while neither is known. */
    public OptionalLong position(TopicPartition partition) {
        return stream.position(partition);
    }

    /** The ends of the partitions (the offset of the next record) as the brokers told with the last records. */
    public Map<TopicPartition, Long> lastKnownEnds() {
        return stream.confirmedEnds();
    }

    /** What was returned so far, by where the broker had it. */
    public ReadCounters counters() {
        return stream.counters();
    }

    /** As {@link #close(Duration)} with the client's request timeout. */
    @Override
    public void close() {
        close(cluster.requestTimeout());
    }

    /**
     * Ends the poll that is under way, commits if it does so by itself, calls the listener, and leaves the group, all within
     * the timeout but for what the listener takes. If a listener is still at work in another thread by then, it isn't called
     * again, and the partitions are just let go of.
     *
     * <p>Called on the thread that polls, this commits all that was returned. Called on another, it doesn't commit what the
     * last poll returned: that thread may still be working on it.
     */
    public void close(Duration timeout) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        if (closed.compareAndSet(null, ended)) {
            end(timeout, Thread.currentThread(), ended);
        }
        Completion.await(closing());
    }

    /** As {@link #close(Duration)}, without waiting for anything; the listener is called on a thread of the common pool. */
    @Override
    public CompletableFuture<Void> closeAsync(Duration timeout) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        if (closed.compareAndSet(null, ended)) {
            Thread closer = Thread.currentThread();
            ForkJoinPool.commonPool().execute(() -> end(timeout, closer, ended));
            ended.completeOnTimeout(null, Nanos.of(timeout), TimeUnit.NANOSECONDS);
        }
        return closing().copy().completeOnTimeout(null, Nanos.of(timeout), TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<Void> closing() {
        return Objects.requireNonNull(closed.get());
    }

    private void end(Duration timeout, Thread closer, CompletableFuture<Void> ended) {
        long deadlineNanos = System.nanoTime() + Nanos.of(timeout);
        stream.wake();
        // Half of the time, so that some is left for leaving: else the others wait until the member expires.
        if (lockWithin(Nanos.of(timeout) / 2)) {
            try {
                boolean allDone = closer == lastPoller;
                long commitUntil = deadlineNanos - Nanos.of(timeout) / 4;
                rebalance.end(() -> commitByItself(allDone ? stream.positions() : done, commitUntil));
            } catch (RuntimeException e) {
                LOG.warn("a rebalance listener failed while its consumer was closed group={}", group, e);
            } finally {
                polling.unlock();
            }
        } else {
            LOG.warn("closing a consumer whose listener is still at work group={}", group);
            stream.close();
        }
        Duration left = Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
        Completion.of(membership.end(left), (gone, failure) -> {
            // Not before: leaving needs the client's threads.
            cluster.closed(this);
            ended.complete(null);
        });
    }

    private boolean lockWithin(long nanos) {
        try {
            return polling.tryLock(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return polling.tryLock();
        }
    }

    private void beforePoll() {
        if (closed.get() != null) {
            throw new VarveException(ErrorCode.CLOSED, "the consumer of group " + group + " is closed");
        }
        membership.polled();
        if (options.autoCommit().isEmpty()) {
            rebalance.apply(membership, () -> {});
            return;
        }
        // Who polls again is done with what earlier polls returned.
        done = stream.positions();
        long timeoutNanos = cluster.requestTimeout().toNanos();
        rebalance.apply(membership, () -> commitByItself(done, System.nanoTime() + timeoutNanos));
        // Partitions that were lost and came back start where the group stands: committing where they had been before
        // would
        // undo a seek from outside.
        done = stream.positions();
        if (System.nanoTime() - nextAutoCommitNanos >= 0) {
            nextAutoCommitNanos = System.nanoTime() + options.autoCommit().get().toNanos();
            Completion.of(commitAsync(holding.uncommitted(done)), (committed, failure) -> {
                if (failure != null) {
                    LOG.warn("commit failed, the next one covers it group={} why={}", group, failure.getMessage());
                }
            });
        }
    }

    /** Before partitions are let go of. */
    private void commitByItself(Map<TopicPartition, Long> positions, long deadlineNanos) {
        if (options.autoCommit().isEmpty()) {
            return;
        }
        try {
            Completion.await(commitAsync(holding.uncommitted(positions)), deadlineNanos - System.nanoTime());
        } catch (VarveException e) {
            LOG.warn("commit before a release failed, its records come again group={} why={}", group, e.getMessage());
        }
    }
}
