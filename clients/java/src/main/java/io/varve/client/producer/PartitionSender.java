/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.Route;
import io.varve.client.cluster.TopicView;
import io.varve.client.record.RecordPosition;
import io.varve.client.transport.CallException;
import io.varve.client.transport.Completion;
import io.varve.client.transport.Connection;
import io.varve.client.transport.Loops;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.Produced;
import io.varve.protocol.wire.ProducerIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does what a {@link PartitionQueue} decides: finds the partition's owner, sends batches, waits before it tries again. Owned
 * by the producer's loop, to which all outcomes come back.
 */
final class PartitionSender {
    /** After so long a producer without answers, whom nobody tells that a partition has moved, looks for the owner again. */
    private static final Duration OWNER_AGE = Duration.ofSeconds(5);

    /** Brokers that send us on to each other get a pause after so many hints in a row. */
    private static final int HINTS_WITHOUT_PAUSE = 2;

    private static final long LINGER_NANOS = Duration.ofMillis(2).toNanos();

    private final EventLoop loop;
    private final Cluster cluster;
    private final TopicName topic;
    private final int partition;
    private final ProducerOptions options;
    private final BatchLimits limits;
    private final PartitionQueue queue;
    private final Route route;
    private final long ownerAgeNanos;
    private final Supplier<CompletableFuture<ProducerIdentity>> newIdentity;

    private @Nullable Connection connection;
    private @Nullable Produce head;
    private long ownerFoundNanos;
    private @Nullable CallException failure;
    private boolean waiting;
    private boolean lingering;
    private boolean lingered;
    private boolean closed;
    private boolean hinted;
    private int hints;
    private int failures;

    PartitionSender(
            EventLoop loop,
            Cluster cluster,
            TopicName topic,
            int partition,
            ProducerOptions options,
            BatchLimits limits,
            PartitionQueue queue,
            Supplier<CompletableFuture<ProducerIdentity>> newIdentity) {
        this.loop = loop;
        this.cluster = cluster;
        this.topic = topic;
        this.partition = partition;
        this.options = options;
        this.limits = limits;
        this.queue = queue;
        this.route = cluster.topics().owner(topic, partition);
        this.ownerAgeNanos =
                Math.min(OWNER_AGE.toNanos(), cluster.requestTimeout().toNanos());
        this.newIdentity = newIdentity;
    }

    PartitionQueue queue() {
        return queue;
    }

    /** Whether a record that is added now goes out at once. */
    boolean canSendNow() {
        return !waiting && queue.gatheredBytes() == 0 && !queue.awaitsAnswers() && queue.hasRoom();
    }

    /** Sends nothing any more. */
    void close() {
        closed = true;
    }

    /** Does what can be done now; to be called after each change. */
    void pump() {
        if (closed || waiting || (queue.isEmpty() && !queue.isRepairing())) {
            return;
        }
        if (queue.isRepairing()) {
            repair();
            return;
        }
        if (queue.needsIdentity()) {
            ask(newIdentity.get(), queue::identity);
            return;
        }
        forgetAnOldOwner();
        Connection open = connection;
        Produce command = head;
        if (open == null || command == null || !open.isOpen()) {
            findOwner();
            return;
        }
        Optional<OutBatch> next = cut();
        while (next.isPresent()) {
            send(open, command, next.get());
            next = cut();
        }
    }

    private Optional<OutBatch> cut() {
        if (queue.hasRoom() && queue.mayGatherMore() && !lingered) {
            linger();
            return Optional.empty();
        }
        lingered = false;
        return queue.cut();
    }

    /**
     * Each batch costs all that are on its way the same, however few records it has. So few records wait for those before them
     * to be answered, or for more of them, but not for long: an answer from afar takes many times as long as this.
     */
    private void linger() {
        if (lingering) {
            return;
        }
        lingering = true;
        Loops.later(loop, LINGER_NANOS, () -> {
            lingering = false;
            lingered = queue.mayGatherMore();
            pump();
        });
    }

    private void repair() {
        if (queue.awaitsAnswers()) {
            return;
        }
        CallException why = failure;
        if (why != null) {
            failure = null;
            if (hinted && ++hints <= HINTS_WITHOUT_PAUSE) {
                hinted = false;
            } else {
                hinted = false;
                hints = 0;
                pause(why);
                return;
            }
        }
        if (queue.startsOver()) {
            queue.startOver();
            pump();
            return;
        }
        Connection open = connection;
        Produce command = head;
        if (open == null || command == null || !open.isOpen()) {
            findOwner();
            return;
        }
        List<OutBatch> again = queue.repair();
        again.forEach(batch -> send(open, command, batch));
        pump();
    }

    private void forgetAnOldOwner() {
        if (options.acks() == Acks.NONE && connection != null && System.nanoTime() - ownerFoundNanos > ownerAgeNanos) {
            cluster.topics().forget(topic);
            connection = null;
        }
    }

    private void findOwner() {
        CompletableFuture<Connection> owner = route.target()
                .thenCompose(address -> cluster.pool().connection(address).whenComplete((open, gone) -> {
                    if (gone != null) {
                        route.failed(address, CallException.of(gone));
                    }
                }));
        ask(owner.thenCombine(cluster.topics().view(topic), Owner::new), found -> {
            connection = found.connection();
            ownerFoundNanos = System.nanoTime();
            head = Produce.newBuilder()
                    .setTopicId(found.view().topicId())
                    .setPartition(partition)
                    .setAcks(
                            options.acks() == Acks.NONE
                                    ? io.varve.protocol.wire.Acks.ACKS_NONE
                                    : io.varve.protocol.wire.Acks.ACKS_QUORUM)
                    .build();
        });
    }

    /** Waits for something without which nothing can be sent. */
    private <T> void ask(CompletableFuture<T> answer, Consumer<T> use) {
        waiting = true;
        onLoop(answer, (value, problem) -> {
            waiting = false;
            if (value != null) {
                use.accept(value);
                pump();
            } else if (problem != null) {
                CallException why = CallException.of(problem);
                if (why.retriable()) {
                    pause(why);
                } else {
                    queue.giveUpAll(why.code(), String.valueOf(why.getMessage()));
                    pump();
                }
            }
        });
    }

    private void pause(CallException why) {
        waiting = true;
        failures++;
        Loops.later(loop, cluster.backoff().nanos(failures, why), () -> {
            waiting = false;
            pump();
        });
    }

    private void send(Connection open, Produce partitionsHead, OutBatch batch) {
        String messageId = batch.messageId();
        Produce command = messageId.isEmpty()
                ? partitionsHead
                : partitionsHead.toBuilder().setMessageId(messageId).build();
        ByteBuf bytes;
        try {
            bytes = batch.encode(ByteBufAllocator.DEFAULT, options.codec(), limits);
        } catch (RuntimeException e) {
            notSent(batch, CallException.of(e));
            return;
        } catch (OutOfMemoryError e) {
            // Netty's own limit for direct memory, which others may be using up.
            notSent(batch, CallException.notSent(ErrorCode.BUSY, "no memory for a batch now: " + e.getMessage(), e));
            return;
        }
        if (options.acks() == Acks.NONE) {
            onLoop(open.produceUnanswered(command, bytes), (nothing, problem) -> {
                if (problem == null) {
                    queue.acknowledged(batch, RecordPosition.UNKNOWN_OFFSET, Instant.now(), false);
                    pump();
                } else {
                    failed(open, batch, CallException.of(problem));
                }
            });
        } else {
            long timeoutNanos = cluster.requestTimeout().toNanos();
            onLoop(open.produce(command, bytes, timeoutNanos), (produced, problem) -> {
                if (produced != null) {
                    succeeded(batch, produced);
                } else if (problem != null) {
                    failed(open, batch, CallException.of(problem));
                }
            });
        }
    }

    private void notSent(OutBatch batch, CallException why) {
        queue.failed(batch, why);
        if (failure == null && queue.isRepairing()) {
            failure = why;
        }
        // Whoever sends is in the middle of the window.
        loop.execute(this::pump);
    }

    private void succeeded(OutBatch batch, Produced produced) {
        failures = 0;
        hints = 0;
        queue.acknowledged(
                batch, produced.getBaseOffset(), Instant.ofEpochMilli(produced.getAppendMs()), produced.getDuplicate());
        pump();
    }

    private void failed(Connection at, OutBatch batch, CallException why) {
        queue.failed(batch, why);
        hinted |= route.failed(at.address(), why);
        if (failure == null && queue.isRepairing()) {
            failure = why;
        }
        if (at == connection && (isAboutPlace(why.code()) || !at.isOpen())) {
            connection = null;
        }
        pump();
    }

    private static boolean isAboutPlace(ErrorCode code) {
        return code == ErrorCode.NOT_OWNER
                || code == ErrorCode.TOPIC_NOT_FOUND
                || code == ErrorCode.PARTITION_NOT_FOUND;
    }

    private <T> void onLoop(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> consumer) {
        Completion.of(stage, (value, problem) -> Loops.run(loop, () -> consumer.accept(value, problem)));
    }

    private record Owner(Connection connection, TopicView view) {}
}
