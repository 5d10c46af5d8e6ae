/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.varve.client.cluster.Cluster;
import io.varve.client.cluster.OffsetLookup;
import io.varve.client.cluster.Route;
import io.varve.client.cluster.TopicView;
import io.varve.client.record.TopicPartition;
import io.varve.client.transport.Address;
import io.varve.client.transport.CallException;
import io.varve.client.transport.Completion;
import io.varve.client.transport.Connection;
import io.varve.client.transport.Loops;
import io.varve.client.transport.OpenedReader;
import io.varve.client.transport.PushSink;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.OffsetQuery;
import io.varve.protocol.wire.OpenReader;
import io.varve.protocol.wire.Records;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one partition's chunks coming: opens a reader at the partition's owner, gives it credit as the application takes what
 * came, and opens another at the next offset when the owner changes or the connection is lost. Owned by its stream's loop;
 * the methods for other threads say so.
 *
 * <p>Credit: the broker may push what keeps {@code buffered + creditAtBroker} at the partition's share. A batch is pushed whole
 * while any credit is left, so a partition holds its share and one batch at most.
 */
final class PartitionFeed {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionFeed.class);
    private static final int HINTS_WITHOUT_PAUSE = 2;

    private final EventLoop loop;
    private final Cluster cluster;
    private final TopicName topic;
    private final TopicPartition partition;
    private final OutOfRange outOfRange;
    private final Inbox inbox;
    private final Inbox.Slot slot;
    private final Route route;

    private StartPosition start;
    private int generation;
    private long share;
    private long buffered;
    private long creditAtBroker;
    private @Nullable Session session;
    private int failures;
    private int hints;
    private volatile long confirmedEnd = -1;

    PartitionFeed(
            EventLoop loop,
            Cluster cluster,
            TopicName topic,
            TopicPartition partition,
            OutOfRange outOfRange,
            Inbox inbox,
            StartPosition start) {
        this.loop = loop;
        this.cluster = cluster;
        this.topic = topic;
        this.partition = partition;
        this.outOfRange = outOfRange;
        this.inbox = inbox;
        this.slot = inbox.add();
        this.route = cluster.topics().owner(topic, partition.partition());
        this.start = start;
    }

    /** Where the chunks go. From any thread. */
    Inbox.Slot slot() {
        return slot;
    }

    /** The partition's confirmed end as last heard, -1 before that. From any thread. */
    long confirmedEnd() {
        return confirmedEnd;
    }

    /** Starts with a share of the buffer. From any thread. */
    void open(long shareBytes) {
        onLoop(() -> {
            share = shareBytes;
            connect();
        });
    }

    /** Changes the share. From any thread. */
    void share(long bytes) {
        onLoop(() -> {
            share = bytes;
            grant();
        });
    }

    /** Goes on from another place; nothing of before comes after the return. From any thread. */
    void seek(StartPosition position) {
        int next = inbox.reset(slot);
        onLoop(() -> {
            // Of two seeks at once the loop may see the first one last.
            if (next > generation) {
                generation = next;
                endSession();
                buffered = 0;
                start = position;
                failures = 0;
                connect();
            }
        });
    }

    /** The application took a chunk. From any thread. */
    void taken(int ofGeneration, int bytes) {
        onLoop(() -> {
            if (ofGeneration == generation) {
                buffered -= bytes;
                grant();
            }
        });
    }

    /** Stops where it is, for this reason, until it is told to seek. From any thread. */
    void stop(VarveException failure) {
        int next = inbox.reset(slot);
        inbox.fail(slot, next, failure);
        onLoop(() -> {
            if (next > generation) {
                generation = next;
                endSession();
            }
        });
    }

    /** Ends it for good; nothing comes after the return. From any thread. */
    void close() {
        inbox.remove(slot);
        onLoop(() -> {
            generation = Integer.MAX_VALUE;
            endSession();
        });
    }

    private void connect() {
        if (generation == Integer.MAX_VALUE) {
            return;
        }
        creditAtBroker = Math.max(0, share - buffered);
        Session opening = new Session(start, creditAtBroker);
        session = opening;
        CompletableFuture<OpenedReader> opened = route.target().thenCompose(address -> {
            opening.address = address;
            return cluster.pool().connection(address).thenCompose(connection -> cluster.topics()
                    .view(topic)
                    .thenCompose(view -> opening.open(connection, view)));
        });
        Completion.of(
                opened,
                (reader, failure) -> onLoop(() -> {
                    if (reader != null) {
                        opened(opening, reader);
                    } else if (failure != null) {
                        lost(opening, CallException.of(failure));
                    }
                }));
    }

    private void opened(Session opening, OpenedReader reader) {
        if (session != opening) {
            reader.close();
            return;
        }
        opening.reader = reader;
        start = StartPosition.at(opening.next);
        confirmedEnd = Math.max(confirmedEnd, reader.ends().getNextOffset());
        failures = 0;
        grant();
    }

    private void received(Session from, Records head, byte[] batches) {
        if (session != from) {
            return;
        }
        buffered += batches.length;
        creditAtBroker -= batches.length;
        confirmedEnd = Math.max(confirmedEnd, head.getConfirmedEnd());
        inbox.put(slot, generation, new Chunk(batches, from.next, head.getSource()));
        from.next = head.getNextOffset();
        start = StartPosition.at(from.next);
        hints = 0;
    }

    private void lost(Session from, CallException why) {
        if (session != from) {
            return;
        }
        session = null;
        if (start instanceof StartPosition.Latest && from.next >= 0) {
            // What is appended from the first look at the end on belongs to the reader.
            start = StartPosition.at(from.next);
        }
        Address address = from.address;
        boolean hinted = address != null && route.failed(address, why);
        if (why.code() == ErrorCode.OFFSET_OUT_OF_RANGE && outOfRange != OutOfRange.FAIL) {
            LOG.warn(
                    "offset is not kept, moving on partition={} to={} why={}", partition, outOfRange, why.getMessage());
            start = outOfRange == OutOfRange.EARLIEST ? StartPosition.earliest() : StartPosition.latest();
            again(why);
        } else if (!why.retriable()) {
            inbox.fail(
                    slot,
                    generation,
                    new VarveException(why.code(), "partition " + partition + ": " + why.getMessage(), why));
        } else if (hinted && ++hints <= HINTS_WITHOUT_PAUSE) {
            connect();
        } else {
            again(why);
        }
    }

    private void again(CallException why) {
        hints = 0;
        failures++;
        int ofGeneration = generation;
        Loops.later(loop, cluster.backoff().nanos(failures, why), () -> {
            if (session == null && generation == ofGeneration) {
                connect();
            }
        });
    }

    private void grant() {
        OpenedReader reader = session == null ? null : session.reader;
        long missing = share - buffered - creditAtBroker;
        // Half a share at a time is often enough, and leaves no partition without credit while its buffer is empty.
        if (reader != null && missing > 0 && missing >= share / 2) {
            creditAtBroker += missing;
            reader.addCredit(missing);
        }
    }

    private void endSession() {
        Session ended = session;
        session = null;
        if (ended != null && ended.reader != null) {
            ended.reader.close();
        }
    }

    private void onLoop(Runnable task) {
        Loops.run(loop, task);
    }

    /** One opened reader; what comes from it after another has taken its place is dropped. */
    private final class Session implements PushSink {
        private final StartPosition from;
        private final long credit;
        private volatile @Nullable Address address;
        private volatile long next = -1;
        private @Nullable OpenedReader reader;

        Session(StartPosition from, long credit) {
            this.from = from;
            this.credit = credit;
        }

        CompletableFuture<OpenedReader> open(Connection connection, TopicView view) {
            long timeoutNanos = cluster.requestTimeout().toNanos();
            return offset(connection, view, timeoutNanos).thenCompose(offset -> {
                next = offset;
                return cluster.pool()
                        .openReader(
                                connection.address(),
                                OpenReader.newBuilder()
                                        .setTopicId(view.topicId())
                                        .setPartition(partition.partition())
                                        .setOffset(offset)
                                        .setCreditBytes(credit),
                                this,
                                timeoutNanos);
            });
        }

        private CompletableFuture<Long> offset(Connection connection, TopicView view, long timeoutNanos) {
            if (from instanceof StartPosition.AtOffset at) {
                return CompletableFuture.completedFuture(at.offset());
            }
            OffsetQuery query = OffsetQuery.OFFSET_EARLIEST;
            long timeMillis = 0;
            if (from instanceof StartPosition.Latest) {
                query = OffsetQuery.OFFSET_LATEST;
            } else if (from instanceof StartPosition.AtTime at) {
                query = OffsetQuery.OFFSET_AT_TIME;
                timeMillis = at.time().toEpochMilli();
            }
            return connection
                    .call(
                            CommandType.FIND_OFFSET,
                            OffsetLookup.command(view, partition.partition(), query, timeMillis),
                            OffsetFound.class,
                            timeoutNanos)
                    .thenApply(OffsetFound::getOffset);
        }

        @Override
        public void records(Records head, ByteBuf payload) {
            byte[] batches = new byte[payload.readableBytes()];
            payload.getBytes(payload.readerIndex(), batches);
            onLoop(() -> received(this, head, batches));
        }

        @Override
        public void ended(CallException why) {
            onLoop(() -> lost(this, why));
        }
    }
}
