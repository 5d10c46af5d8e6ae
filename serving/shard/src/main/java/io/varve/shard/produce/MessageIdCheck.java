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

    /** For one shard. */
    public MessageIdCheck(ShardCore core) {
        this.core = core;
    }

    /** Offset of the first record with this id that the partition remembers, if there is one. */
    OptionalLong offset(PartitionKey key, IdHash id) {
        DedupWindow window = core.state().dedup(key);
        return window == null ? OptionalLong.empty() : window.offset(id);
    }

    /**
     * Where an id that is new is to be remembered.
     *
     * @throws VarveException BUSY when the shard remembers as many as it may
     */
    MessageIdMark place(TopicRecord topic, PartitionKey key, IdHash id) {
        return place(
                topic,
                core.state().dedup(key),
                core.state().dedupIds(),
                core.clock().millis(),
                id);
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
