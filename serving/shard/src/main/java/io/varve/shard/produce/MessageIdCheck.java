/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.produce;

import io.varve.cluster.TopicConfig;
import io.varve.cluster.TopicRecord;
import io.varve.log.record.DedupEvicted;
import io.varve.log.record.IdHash;
import io.varve.log.record.MessageIdMark;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.shard.core.ShardCore;
import io.varve.shard.state.DedupSection;
import io.varve.shard.state.DedupWindow;
import io.varve.shard.state.PartitionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Decides what of message ids is remembered, where and for how long, and looks them up. */
public final class MessageIdCheck {
    /** Bound on the ids that all partitions of a shard remember: 32 to 64 MiB of memory, and 24 MiB in each snapshot. */
    public static final int MAX_IDS = 1 << 20;

    /** So many sections of a window are younger than the next one: so much longer than the window the oldest id is remembered. */
    private static final int SLICES = 8;

    private final ShardCore core;
    private final MessageIdMemory memory;
    private final MessageIdMemory.Share share;

    /** For one shard; what it remembers already counts from now on. */
    public MessageIdCheck(ShardCore core, MessageIdMemory memory) {
        this.core = core;
        this.memory = memory;
        this.share = memory.share();
        settle();
    }

    /** Tells the broker's memory what the shard's ids take now; to be called now and then. */
    public void settle() {
        share.settle(core.state().dedupBytes());
    }

    /** The shard's ids are let go of. */
    public void close() {
        share.close();
    }

    /** Offset of the first record with this id that the partition remembers, if there is one. */
    OptionalLong offset(PartitionKey key, IdHash id) {
        DedupWindow window = core.state().dedup(key);
        return window == null ? OptionalLong.empty() : window.offset(id);
    }

    /**
     * Where an id that is new is to be remembered.
     *
     * @throws VarveException BUSY when the shard remembers as many as it may, or the broker's shards together do
     */
    MessageIdMark place(TopicRecord topic, PartitionKey key, IdHash id) {
        DedupWindow window = core.state().dedup(key);
        MessageIdMark mark =
                place(topic, window, core.state().dedupIds(), core.clock().millis(), id);
        settle();
        if (!share.take(window == null ? DedupSection.LEAST_BYTES : window.growthBytes(mark.bucket()))) {
            throw new VarveException(
                    ErrorCode.BUSY,
                    "the message ids of this broker's shards take " + memory.usedBytes() + " bytes, of "
                            + memory.limitBytes() + " allowed (shard.message-id-bytes); topic "
                            + topic.name().shortName() + " has a dedup window of "
                            + topic.config().dedupWindowMs() + " ms");
        }
        return mark;
    }

    static MessageIdMark place(TopicRecord topic, @Nullable DedupWindow window, int ids, long nowMs, IdHash id) {
        if (ids >= MAX_IDS) {
            throw new VarveException(
                    ErrorCode.BUSY,
                    "the shard remembers " + ids + " message ids, of " + MAX_IDS + " allowed; topic "
                            + topic.name().shortName() + " has a dedup window of "
                            + topic.config().dedupWindowMs() + " ms");
        }
        if (window == null) {
            return new MessageIdMark(id, 0, 0);
        }
        int last = window.sections().lastKey();
        DedupSection section = window.sections().lastEntry().getValue();
        long sliceMs = topic.config().dedupWindowMs() / SLICES;
        boolean isFull = section.count() == DedupSection.MAX_IDS || nowMs - section.firstAppendMs() > sliceMs;
        return isFull ? new MessageIdMark(id, last + 1, 0) : new MessageIdMark(id, last, section.count());
    }

    /** Forgets what the topic's window has passed over; everything when it has none. */
    public void evict(PartitionKey key, TopicConfig config) {
        DedupWindow window = core.state().dedup(key);
        if (window == null) {
            return;
        }
        long keepSinceMs = core.clock().millis() - config.dedupWindowMs();
        List<Integer> passed = new ArrayList<>();
        for (Map.Entry<Integer, DedupSection> section : window.sections().entrySet()) {
            if (config.dedupWindowMs() != TopicConfig.NO_DEDUP
                    && section.getValue().lastAppendMs() >= keepSinceMs) {
                break;
            }
            passed.add(section.getKey());
        }
        if (!passed.isEmpty()) {
            core.append(new DedupEvicted(key.topicId(), key.partition(), passed));
        }
    }
}
