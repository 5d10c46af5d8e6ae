/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import io.netty.channel.EventLoop;
import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.Repeat;
import io.varve.client.cluster.TopicView;
import io.varve.client.transport.Completion;
import io.varve.client.transport.Loops;
import io.varve.client.transport.Nanos;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.InitProducer;
import io.varve.protocol.wire.ProducerIdentity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A producer's records after {@code send}. One loop of the client owns everything here but two things that application
 * threads share with it: the queue of incoming records, which the memory limit bounds, and the memory limit itself.
 */
final class ProducerCore {
    /** Records taken in one turn of the loop, so that answers aren't kept waiting. */
    private static final int MOST_PER_TURN = 4_096;

    private final EventLoop loop;
    private final Semaphore memory;
    private final int memoryBytes;
    private final Queue<Incoming> incoming = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean turnPending = new AtomicBoolean();

    private final List<PartitionSender> senders = new ArrayList<>();
    private final IntFunction<PartitionSender> newSender;
    private final StickyPartition sticky;
    private final FlushMarks marks = new FlushMarks();
    private volatile int partitions;
    private boolean timed;
    private boolean ended;

    /** The first identity serves all partitions; null if the producer isn't idempotent. */
    ProducerCore(
            Cluster cluster,
            TopicName topic,
            String topicAsGiven,
            TopicView view,
            ProducerOptions options,
            BatchLimits limits,
            @Nullable ProducerIdentity identity,
            Semaphore memory) {
        this.loop = cluster.nextLoop();
        this.memory = memory;
        this.memoryBytes = options.memoryBytes();
        int batchBytes = Math.min(options.batchBytes(), limits.maxBatchBytes()) - BatchHeader.HEADER_BYTES;
        this.newSender = partition -> {
            PartitionQueue queue = new PartitionQueue(
                    topicAsGiven, partition, options.idempotent(), batchBytes, limits.maxRecordBytes(), this::finished);
            if (identity != null) {
                queue.identity(identity);
            }
            return new PartitionSender(
                    loop, cluster, topic, partition, options, limits, queue, () -> newIdentity(cluster));
        };
        grow(view.partitions());
        this.sticky = new StickyPartition(senders, batchBytes);
        watchTopic(cluster, topic, Nanos.of(options.topicRefresh()));
    }

    /** How many partitions there are to send to. From any thread. */
    int partitions() {
        return partitions;
    }

    private void grow(int count) {
        while (senders.size() < count) {
            senders.add(newSender.apply(senders.size()));
        }
        // After that: whoever sees the number finds the senders.
        partitions = senders.size();
    }

    private void watchTopic(Cluster cluster, TopicName topic, long intervalNanos) {
        Loops.later(loop, intervalNanos, () -> {
            if (!ended) {
                Completion.of(
                        cluster.topics().lookUp(topic),
                        (view, failure) -> Loops.run(loop, () -> {
                            if (view != null && !ended) {
                                grow(view.partitions());
                            }
                            watchTopic(cluster, topic, intervalNanos);
                        }));
            }
        });
    }

    static CompletableFuture<ProducerIdentity> newIdentity(Cluster cluster) {
        // An id that is given out and not used costs nothing.
        return cluster.ask(
                CommandType.INIT_PRODUCER, InitProducer.getDefaultInstance(), ProducerIdentity.class, Repeat.ALWAYS);
    }

    /** Hands a record or flush over, from any thread; those of one thread keep their order. */
    void enter(Incoming entry) {
        incoming.add(entry);
        if (turnPending.compareAndSet(false, true)) {
            try {
                loop.execute(this::turn);
            } catch (RejectedExecutionException e) {
                // The client's loops have stopped, so this thread is the last that can answer.
                rejectAll();
            }
        }
    }

    /** Fails everything that isn't done and all that is still to come; completes when that has happened. */
    CompletableFuture<Void> end() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                ended = true;
                takeIncoming(Integer.MAX_VALUE);
                senders.forEach(sender -> {
                    sender.queue().giveUpAll(ErrorCode.CLOSED, "the producer was closed");
                    sender.close();
                });
                done.complete(null);
            });
        } catch (RejectedExecutionException e) {
            rejectAll();
            done.complete(null);
        }
        return done;
    }

    private void turn() {
        turnPending.set(false);
        sticky.rotate();
        // Once it has ended nothing is left for another turn, which a loop that is about to stop would refuse.
        takeIncoming(ended ? Integer.MAX_VALUE : MOST_PER_TURN).forEach(PartitionSender::pump);
        watchDeadlines();
        if (!incoming.isEmpty() && turnPending.compareAndSet(false, true)) {
            loop.execute(this::turn);
        }
    }

    private Set<PartitionSender> takeIncoming(int most) {
        Set<PartitionSender> touched = new LinkedHashSet<>();
        for (int taken = 0; taken < most; taken++) {
            Incoming next = incoming.poll();
            if (next == null) {
                break;
            }
            if (next instanceof Incoming.FlushPoint flush) {
                marks.flush(nextTurn(flush.done()));
            } else if (next instanceof OutRecord record) {
                take(record, touched);
            }
        }
        return touched;
    }

    /**
     * A future that completes {@code done} in the loop's next turn: records are marked as finished just before their futures
     * complete, and who waits for a flush looks at those futures next.
     */
    private CompletableFuture<Void> nextTurn(CompletableFuture<Void> done) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        Completion.of(reached, (nothing, failure) -> {
            try {
                loop.execute(() -> done.complete(null));
            } catch (RejectedExecutionException e) {
                done.complete(null);
            }
        });
        return reached;
    }

    private void take(OutRecord record, Set<PartitionSender> touched) {
        marks.entered(record);
        if (ended) {
            reject(record);
            return;
        }
        PartitionSender sender =
                record.partition == Partitioner.ANY ? sticky.next(record.mostBytes()) : senders.get(record.partition);
        sender.queue().add(record);
        touched.add(sender);
    }

    /** Keeps one timer at the time when the oldest open record expires. */
    private void watchDeadlines() {
        if (timed) {
            return;
        }
        long now = System.nanoTime();
        Optional<Long> next = senders.stream()
                .map(sender -> sender.queue().nextDeadlineNanos())
                .flatMap(Optional::stream)
                .min((a, b) -> Long.signum(a - b));
        if (next.isPresent()) {
            timed = true;
            Loops.later(loop, Math.max(0, next.get() - now), this::expire);
        }
    }

    private void expire() {
        timed = false;
        long now = System.nanoTime();
        for (PartitionSender sender : senders) {
            sender.queue().expire(now);
            sender.pump();
        }
        watchDeadlines();
    }

    private void finished(OutRecord record) {
        memory.release(reserved(record));
        marks.left(record);
    }

    /** What a record takes of the memory limit; one larger than the limit takes all of it. */
    int reserved(OutRecord record) {
        return (int) Math.min(record.heldBytes(), memoryBytes);
    }

    private void rejectAll() {
        for (Incoming next = incoming.poll(); next != null; next = incoming.poll()) {
            if (next instanceof Incoming.FlushPoint flush) {
                flush.done().complete(null);
            } else if (next instanceof OutRecord record) {
                reject(record);
            }
        }
    }

    private void reject(OutRecord record) {
        finished(record);
        record.position.completeExceptionally(new VarveException(ErrorCode.CLOSED, "the producer was closed"));
    }
}
