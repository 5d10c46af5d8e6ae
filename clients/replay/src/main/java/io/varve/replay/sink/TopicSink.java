/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.sink;

import io.varve.client.VarveClient;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import io.varve.client.transport.Completion;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Another topic: key, value, headers and time stay. If it has as many partitions as the one that is replayed, every record goes
 * to the partition of the same number, so that its order stays as well; otherwise the key decides.
 *
 * <p>A topic can't be brought back to where it was at a checkpoint. So a replay that shall go on after it was killed marks its
 * copies, keeps the {@link #ends} with each checkpoint, and begins again with those {@linkplain CopiedOffsets copies} that were
 * found behind them: what is there isn't sent again.
 */
public final class TopicSink implements ReplaySink {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Producer<byte[]> producer;
    private final boolean samePartition;
    private final @Nullable CopyMark mark;
    private final CopiedOffsets copied;
    private final Map<Integer, Long> startEnds;
    private final Map<Integer, Long> ends;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private long sent;

    private TopicSink(
            Producer<byte[]> producer,
            boolean samePartition,
            @Nullable CopyMark mark,
            CopiedOffsets copied,
            Map<Integer, Long> startEnds) {
        this.producer = producer;
        this.samePartition = samePartition;
        this.mark = mark;
        this.copied = copied;
        this.startEnds = Map.copyOf(startEnds);
        this.ends = new ConcurrentHashMap<>(startEnds);
    }

    /**
     * Opens the topic for a replay that is done in one go.
     *
     * @param source the topic that is replayed
     * @throws VarveException TOPIC_NOT_FOUND, INVALID_NAME
     */
    public static TopicSink open(VarveClient client, String source, String topic) {
        return open(client, source, topic, null, new CopiedOffsets(), Map.of());
    }

    /**
     * Opens the topic for a replay that goes on.
     *
     * @param source the topic that is replayed
     * @param mark of the copies
     * @param copied those of the records to come of which there are copies behind {@code ends}; used up by this sink
     * @param ends by partition of the topic, an offset behind which all copies are that were made since the checkpoint; partitions
     *     without one have had none
     * @throws VarveException TOPIC_NOT_FOUND, INVALID_NAME
     */
    public static TopicSink resume(
            VarveClient client,
            String source,
            String topic,
            CopyMark mark,
            CopiedOffsets copied,
            Map<Integer, Long> ends) {
        return open(client, source, topic, mark, copied, ends);
    }

    private static TopicSink open(
            VarveClient client,
            String source,
            String topic,
            @Nullable CopyMark mark,
            CopiedOffsets copied,
            Map<Integer, Long> ends) {
        boolean samePartition = partitions(client, source) == partitions(client, topic);
        Producer<byte[]> producer =
                client.newProducer(Schema.bytes()).topic(topic).create();
        return new TopicSink(producer, samePartition, mark, copied, ends);
    }

    private static int partitions(VarveClient client, String topic) {
        return client.admin().describeTopic(topic).partitions().size();
    }

    /** Waits for room if too much is on its way. */
    @Override
    public void accept(ReceivedRecord<byte[]> record) {
        check();
        if (copied.remove(record.partition(), record.offset())) {
            return;
        }
        Completion.of(send(record), (position, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            } else if (position != null) {
                ends.merge(position.partition(), position.offset() + 1, Math::max);
            }
        });
        sent++;
    }

    private CompletableFuture<RecordPosition> send(ReceivedRecord<byte[]> record) {
        ProducerRecord<byte[]> plain = ProducerRecord.copyOf(record);
        ProducerRecord<byte[]> copy = samePartition ? plain.partition(record.partition()) : plain;
        if (mark == null) {
            return producer.send(copy);
        }
        CompletableFuture<RecordPosition> position =
                producer.send(copy.header(CopyMark.HEADER, mark.text(record.partition(), record.offset())));
        // What fills the limit for records to the brim is copied all the same, though nobody finds it again.
        return isTooLarge(position) ? producer.send(copy) : position;
    }

    /** Whether it was refused for that before anything was sent. */
    private static boolean isTooLarge(CompletableFuture<?> position) {
        return position.isCompletedExceptionally()
                && position.handle((done, failure) ->
                                failure instanceof VarveException e && e.code() == ErrorCode.RECORD_TOO_LARGE)
                        .join();
    }

    /** Waits until all is stored; the mark is the number of records that this process has sent. */
    @Override
    public long commit() {
        producer.flush();
        check();
        return sent;
    }

    /**
     * Offsets by partition, at or behind which all copies will be that are made after the last commit. While copies of records to
     * come are there already, these are where the sink began: somebody has to find those copies again.
     */
    public Map<Integer, Long> ends() {
        return copied.size() > 0 ? startEnds : Map.copyOf(ends);
    }

    /** Only back to the beginning and before anything was sent: what a topic has stays. */
    @Override
    public void rewind(long toMark) {
        if (toMark != 0 || sent != 0) {
            throw new IllegalStateException("a topic can't be brought back to record " + toMark + " of " + sent);
        }
    }

    /**
     * Gives up what is on its way: soon nothing is sent any more, and who waits in this sink fails. From any thread. What a broker
     * was sent before it may still store.
     */
    public void abandon() {
        CompletableFuture<Void> unused = producer.closeAsync(Duration.ZERO);
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
    }

    private void check() {
        Throwable first = failure.get();
        if (first instanceof VarveException e) {
            throw e;
        }
        if (first != null) {
            throw new IllegalStateException("sending failed", first);
        }
    }
}
