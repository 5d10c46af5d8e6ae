/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.varve.log.record.DedupEvicted;
import io.varve.log.record.MessageIdMark;
import io.varve.log.record.SectionKey;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The message ids that a shard's partitions remember. */
final class DedupWindows {
    private final Map<PartitionKey, DedupWindow> windows = new TreeMap<>();
    private int ids;
    private long bytes;

    @Nullable
    DedupWindow window(PartitionKey key) {
        return windows.get(key);
    }

    int ids() {
        return ids;
    }

    /** Memory that they take. */
    long bytes() {
        return bytes;
    }

    /** @param complete whether every section is here, so that a missing one is damage and not yet to come */
    void remember(PartitionKey key, MessageIdMark mark, long offset, long appendMs, boolean complete) {
        if (mark.index() == 0) {
            put(key, mark.bucket(), new DedupSection());
        }
        DedupWindow window = windows.get(key);
        DedupSection section = window == null ? null : window.sections().get(mark.bucket());
        if (section != null) {
            count(section, -1);
            section.add(mark.hash(), mark.index(), offset, appendMs);
            count(section, 1);
        } else if (complete) {
            throw new StoreException.Damaged(
                    "message ids of partition " + key + " go on in section " + mark.bucket() + ", which isn't there",
                    null);
        }
    }

    void evict(DedupEvicted evicted) {
        PartitionKey key = new PartitionKey(evicted.topicId(), evicted.partition());
        DedupWindow window = windows.get(key);
        if (window != null) {
            evicted.buckets().forEach(bucket -> count(window.remove(bucket), -1));
            if (window.sections().isEmpty()) {
                windows.remove(key);
            }
        }
    }

    void drop(PartitionKey key) {
        DedupWindow window = windows.remove(key);
        if (window != null) {
            window.sections().values().forEach(section -> count(section, -1));
        }
    }

    List<SectionKey> keys() {
        List<SectionKey> keys = new ArrayList<>();
        windows.forEach((key, window) -> window.sections()
                .keySet()
                .forEach(bucket -> keys.add(SectionKey.dedup(key.topicId(), key.partition(), bucket))));
        return keys;
    }

    @Nullable
    DedupSection section(SectionKey key) {
        DedupWindow window = windows.get(new PartitionKey(key.topicId(), key.partition()));
        return window == null ? null : window.sections().get(key.bucket());
    }

    void restore(SectionKey key, DedupSection section) {
        put(new PartitionKey(key.topicId(), key.partition()), key.bucket(), section);
    }

    private void put(PartitionKey key, int bucket, DedupSection section) {
        DedupWindow window = windows.computeIfAbsent(key, unused -> new DedupWindow());
        count(section, 1);
        count(window.put(bucket, section), -1);
    }

    private void count(@Nullable DedupSection section, int sign) {
        if (section != null) {
            ids += sign * section.count();
            bytes += sign * section.bytes();
        }
    }
}
