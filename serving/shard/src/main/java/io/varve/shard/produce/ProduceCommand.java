/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.produce;

import io.netty.buffer.ByteBuf;
import io.varve.cluster.TopicConfig;
import io.varve.cluster.TopicRecord;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.DuplicateFound;
import io.varve.log.record.IdHash;
import io.varve.log.record.PartitionOpened;
import io.varve.log.record.ProducersExpired;
import io.varve.log.record.SideData;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.Produced;
import io.varve.shard.answer.Reply;
import io.varve.shard.core.ShardCore;
import io.varve.shard.state.PartitionKey;
import io.varve.shard.state.PartitionSection;
import io.varve.shard.state.ProducersSection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Takes a produced batch: new, stored before, or out of order. Owned by the shard's loop. */
public final class ProduceCommand {
    private static final int MAIN_LANE = 0;

    private final ShardCore core;
    private final MessageIdCheck ids;

    /** For one shard. */
    public ProduceCommand(ShardCore core, MessageIdCheck ids) {
        this.core = core;
        this.ids = ids;
    }

    /**
     * Appends a batch that the connection has checked already (length, checksum, counts), or recognises it.
     *
     * @param batch takes ownership
     * @param id of the batch's only record; null when it has none
     * @param reply called when the batch is confirmed
     */
    public void produce(TopicRecord topic, int partition, ByteBuf batch, @Nullable IdHash id, Reply<Produced> reply) {
        boolean taken = false;
        try {
            PartitionKey key = new PartitionKey(topic.topicId(), partition);
            requireRoom(batch);
            requireKept(topic, key);
            PartitionSection section = open(topic, key);
            OptionalLong stored = storedBefore(key, batch);
            if (stored.isPresent()) {
                core.answer(reply, duplicateOf(stored.getAsLong()));
                return;
            }
            SideData sideData = SideData.NONE;
            if (id != null && topic.config().dedupWindowMs() != TopicConfig.NO_DEDUP) {
                ids.evict(key, topic.config());
                OptionalLong first = ids.offset(key, id);
                if (first.isPresent()) {
                    answerFound(key, batch, first.getAsLong(), reply);
                    return;
                }
                sideData = new SideData(List.of(ids.place(topic, key, id).toItem()));
            }
            long baseOffset = section.nextOffset();
            BatchRecord fields = new BatchRecord(
                    key.topicId(),
                    partition,
                    MAIN_LANE,
                    baseOffset,
                    BatchHeader.recordCount(batch, batch.readerIndex()),
                    section.epochBase() + core.log().epoch(),
                    null,
                    sideData);
            taken = true;
            long appendMs = core.appendBatch(fields, batch);
            core.answerAppended(
                    reply,
                    Produced.newBuilder()
                            .setBaseOffset(baseOffset)
                            .setAppendMs(appendMs)
                            .build());
        } catch (VarveException refused) {
            core.refuse(reply, refused);
        } finally {
            if (!taken) {
                batch.release();
            }
        }
    }

    private static Produced duplicateOf(long offset) {
        return Produced.newBuilder().setBaseOffset(offset).setDuplicate(true).build();
    }

    /** The record isn't stored; its sequence is used up all the same, since the producer's next batch goes on after it. */
    private void answerFound(PartitionKey key, ByteBuf batch, long offset, Reply<Produced> reply) {
        int at = batch.readerIndex();
        long producerId = BatchHeader.producerId(batch, at);
        if (producerId < 0) {
            core.answer(reply, duplicateOf(offset));
            return;
        }
        core.append(new DuplicateFound(
                key.topicId(),
                key.partition(),
                producerId,
                BatchHeader.producerEpoch(batch, at),
                BatchHeader.baseSequence(batch, at),
                offset));
        core.answerAppended(reply, duplicateOf(offset));
    }

    private void requireRoom(ByteBuf batch) {
        if (!core.log().accepts(batch.readableBytes())) {
            throw new VarveException(
                    ErrorCode.BUSY,
                    "the shard has " + core.log().pendingBytes() + " bytes that wait for confirmation, of "
                            + core.log().pendingLimitBytes() + " allowed; a batch of " + batch.readableBytes()
                            + " bytes is not taken now");
        }
    }

    private void requireKept(TopicRecord topic, PartitionKey key) {
        if (core.state().isDeleted(key)) {
            throw new VarveException(
                    ErrorCode.TOPIC_NOT_FOUND, "topic " + topic.name().shortName() + " was deleted");
        }
    }

    private PartitionSection open(TopicRecord topic, PartitionKey key) {
        PartitionSection section = core.state().partition(key);
        if (section == null) {
            core.append(new PartitionOpened(key.topicId(), key.partition(), 0, 0, topic.configVersion()));
            section = Objects.requireNonNull(core.state().partition(key));
        }
        return section;
    }

    private OptionalLong storedBefore(PartitionKey key, ByteBuf batch) {
        int at = batch.readerIndex();
        long producerId = BatchHeader.producerId(batch, at);
        if (producerId < 0) {
            return OptionalLong.empty();
        }
        ProducersSection producers = Objects.requireNonNull(core.state().producers(key));
        OptionalLong stored = SequenceCheck.check(
                producers.producer(producerId),
                producerId,
                BatchHeader.producerEpoch(batch, at),
                BatchHeader.baseSequence(batch, at),
                BatchHeader.recordCount(batch, at));
        if (producers.producer(producerId) == null && producers.producers().size() >= ProducersSection.MAX_PRODUCERS) {
            expireLongestIdle(key, producers);
        }
        return stored;
    }

    private void expireLongestIdle(PartitionKey key, ProducersSection producers) {
        long idle = producers.producers().entrySet().stream()
                .min(Map.Entry.comparingByValue(java.util.Comparator.comparingLong(state -> state.lastAppendMs())))
                .orElseThrow()
                .getKey();
        core.append(new ProducersExpired(key.topicId(), key.partition(), List.of(idle)));
    }
}
