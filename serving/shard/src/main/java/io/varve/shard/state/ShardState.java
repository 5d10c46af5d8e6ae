/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.DedupEvicted;
import io.varve.log.record.DeleteObjects;
import io.varve.log.record.DuplicateFound;
import io.varve.log.record.GroupCommit;
import io.varve.log.record.GroupDeleted;
import io.varve.log.record.GroupMeta;
import io.varve.log.record.LogRecord;
import io.varve.log.record.MessageIdMark;
import io.varve.log.record.ObjectsDeleted;
import io.varve.log.record.PartitionDeleted;
import io.varve.log.record.PartitionOpened;
import io.varve.log.record.ProducersExpired;
import io.varve.log.record.RecordBody;
import io.varve.log.record.SectionKey;
import io.varve.log.record.Tiered;
import io.varve.log.record.Trimmed;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a shard that must survive, as sections. Each record changes each section it concerns from that section and
 * itself alone, which is what lets a snapshot be taken section by section among ordinary records, and read back the same way.
 *
 * <p>Owned by the shard's loop. Applied when a record is appended, and again, to the same effect, when a log is replayed (I10).
 */
public final class ShardState {
    private ShardSection shard = new ShardSection();
    private final Map<PartitionKey, PartitionSection> partitions = new TreeMap<>();
    private final Map<PartitionKey, ProducersSection> producers = new TreeMap<>();
    private final DedupWindows dedup = new DedupWindows();
    private final Map<UUID, GroupSection> groups = new TreeMap<>();
    private final Map<String, UUID> groupIds = new TreeMap<>();

    /** While a snapshot is read: the sections whose images were met. Null otherwise. */
    private @Nullable Set<SectionKey> met;

    /** The shard's own section. */
    public ShardSection shard() {
        return shard;
    }

    /** A partition; null when it was never opened here, or was deleted. */
    public @Nullable PartitionSection partition(PartitionKey key) {
        return partitions.get(key);
    }

    /** All partitions in the order of their keys. */
    public Collection<PartitionSection> partitions() {
        return Collections.unmodifiableCollection(partitions.values());
    }

    /** The producers of an open partition; null when it isn't open. */
    public @Nullable ProducersSection producers(PartitionKey key) {
        return producers.get(key);
    }

    /** The message ids that a partition remembers; null when there are none. */
    public @Nullable DedupWindow dedup(PartitionKey key) {
        return dedup.window(key);
    }

    /** How many message ids all partitions remember. */
    public int dedupIds() {
        return dedup.ids();
    }

    /** Memory that those message ids take. */
    public long dedupBytes() {
        return dedup.bytes();
    }

    /** A group by {@code tenant/namespace/group}; null when there is none. */
    public @Nullable GroupSection group(String name) {
        UUID id = groupIds.get(name);
        return id == null ? null : groups.get(id);
    }

    /** All groups. */
    public Collection<GroupSection> groups() {
        return Collections.unmodifiableCollection(groups.values());
    }

    /** Whether a partition was deleted: batches of it are refused from then on. */
    public boolean isDeleted(PartitionKey key) {
        return shard.deletedPartitions().containsKey(key);
    }

    // ---- records ----

    /** Applies a record read from the log. Borrows it. */
    public void apply(LogRecord record) {
        ByteBuf body = record.body();
        switch (record.type()) {
            case BATCH ->
                apply(BatchRecord.decode(record), BatchRecord.batch(record), record.flags(), record.appendTimeMs());
            case PARTITION_OPENED -> apply(PartitionOpened.decode(body));
            case PARTITION_DELETED -> apply(PartitionDeleted.decode(body), record.appendTimeMs());
            case TRIMMED -> apply(Trimmed.decode(body));
            case PRODUCERS_EXPIRED -> apply(ProducersExpired.decode(body));
            case DEDUP_EVICTED -> dedup.evict(DedupEvicted.decode(body));
            case DUPLICATE_FOUND -> apply(DuplicateFound.decode(body), record.appendTimeMs());
            case TIERED -> apply(Tiered.decode(body), record.appendTimeMs());
            case DELETE_OBJECTS -> apply(DeleteObjects.decode(body), record.appendTimeMs());
            case OBJECTS_DELETED -> apply(ObjectsDeleted.decode(body));
            case GROUP_META -> apply(GroupMeta.decode(body));
            case GROUP_COMMIT -> apply(GroupCommit.decode(body));
            case GROUP_DELETED -> apply(GroupDeleted.decode(body));
            case SNAPSHOT_BEGIN, SNAPSHOT_SECTION, SNAPSHOT_END, SEGMENT_INDEX, OPERATOR_TIME, NOOP -> {
                // Nothing of the state itself.
            }
        }
    }

    /** Applies a record just appended, other than a batch. */
    public void apply(RecordBody body, long appendMs) {
        if (body instanceof Tiered tiered) {
            apply(tiered, appendMs);
        } else if (body instanceof DeleteObjects delete) {
            apply(delete, appendMs);
        } else if (body instanceof PartitionOpened opened) {
            apply(opened);
        } else if (body instanceof PartitionDeleted gone) {
            apply(gone, appendMs);
        } else if (body instanceof Trimmed trimmed) {
            apply(trimmed);
        } else if (body instanceof ProducersExpired expired) {
            apply(expired);
        } else if (body instanceof DedupEvicted evicted) {
            dedup.evict(evicted);
        } else if (body instanceof DuplicateFound found) {
            apply(found, appendMs);
        } else if (body instanceof ObjectsDeleted gone) {
            apply(gone);
        } else if (body instanceof GroupMeta meta) {
            apply(meta);
        } else if (body instanceof GroupCommit commit) {
            apply(commit);
        } else if (body instanceof GroupDeleted gone) {
            apply(gone);
        }
    }

    /**
     * Applies a batch.
     *
     * @param batch borrowed; the batch itself
     * @param flags of its log record
     */
    public void apply(BatchRecord record, ByteBuf batch, int flags, long appendMs) {
        PartitionKey key = new PartitionKey(record.topicId(), record.partition());
        PartitionSection partition = partitions.get(key);
        if (partition != null) {
            partition.append(
                    record.baseOffset(), record.count(), record.leaderEpoch(), batch.readableBytes(), appendMs);
        } else if (met == null) {
            throw new StoreException.Damaged("a batch of partition " + key + ", which was never opened", null);
        }
        int at = batch.readerIndex();
        long producerId = BatchHeader.producerId(batch, at);
        ProducersSection known = producers.get(key);
        if (known != null && producerId >= 0 && (flags & LogRecord.NO_PRODUCER_STATE) == 0) {
            known.append(
                    producerId,
                    BatchHeader.producerEpoch(batch, at),
                    BatchHeader.baseSequence(batch, at),
                    record.count(),
                    record.baseOffset(),
                    appendMs);
        }
        MessageIdMark.of(record.sideData())
                .ifPresent(mark -> dedup.remember(key, mark, record.baseOffset(), appendMs, met == null));
    }

    private void apply(DuplicateFound found, long appendMs) {
        ProducersSection known = producers.get(new PartitionKey(found.topicId(), found.partition()));
        if (known != null) {
            known.append(found.producerId(), found.producerEpoch(), found.sequence(), 1, found.offset(), appendMs);
        }
    }

    private void apply(PartitionOpened opened) {
        PartitionKey key = new PartitionKey(opened.topicId(), opened.partition());
        partitions.put(
                key, new PartitionSection(key, opened.epochBase(), opened.firstOffset(), opened.configVersion()));
        producers.put(key, new ProducersSection());
    }

    private void apply(PartitionDeleted gone, long appendMs) {
        PartitionKey key = new PartitionKey(gone.topicId(), gone.partition());
        partitions.remove(key);
        producers.remove(key);
        dedup.drop(key);
        if (isMet(SectionKey.shard())) {
            shard.partitionDeleted(key, appendMs);
        }
    }

    private void apply(Trimmed trimmed) {
        PartitionSection partition = partitions.get(new PartitionKey(trimmed.topicId(), trimmed.partition()));
        if (partition != null) {
            partition.trim(trimmed.newStart());
        }
    }

    private void apply(ProducersExpired expired) {
        ProducersSection known = producers.get(new PartitionKey(expired.topicId(), expired.partition()));
        if (known != null) {
            expired.producerIds().forEach(known::expire);
        }
    }

    private void apply(Tiered tiered, long appendMs) {
        if (isMet(SectionKey.shard())) {
            shard.tiered(tiered.ledgerId(), tiered.objects(), tiered.replaces(), tiered.forgets(), appendMs);
        }
    }

    private void apply(DeleteObjects delete, long appendMs) {
        if (isMet(SectionKey.shard())) {
            shard.giveUp(delete.keys(), appendMs);
        }
    }

    private void apply(ObjectsDeleted gone) {
        if (isMet(SectionKey.shard())) {
            shard.deleted(gone.keys());
        }
    }

    private void apply(GroupMeta meta) {
        GroupSection group = groups.get(meta.groupId());
        if (group == null && meta.epoch() == 1) {
            group = new GroupSection(meta.groupId(), meta.name());
            add(group);
        }
        if (group != null) {
            group.change(meta.epoch(), meta.members());
        }
    }

    private void apply(GroupCommit commit) {
        GroupSection group = groups.get(commit.groupId());
        if (group != null) {
            group.commit(commit.offsets(), commit.commitMs());
        }
    }

    private void apply(GroupDeleted gone) {
        GroupSection group = groups.remove(gone.groupId());
        if (group != null) {
            groupIds.remove(group.name());
        }
    }

    private void add(GroupSection group) {
        groups.put(group.groupId(), group);
        groupIds.put(group.name(), group.groupId());
    }

    // ---- sections ----

    /** Keys of all sections, the shard's own first. */
    public List<SectionKey> sections() {
        List<SectionKey> keys = new ArrayList<>();
        keys.add(SectionKey.shard());
        for (PartitionKey key : partitions.keySet()) {
            keys.add(SectionKey.partition(SectionKey.Kind.PARTITION, key.topicId(), key.partition()));
            keys.add(SectionKey.partition(SectionKey.Kind.PRODUCERS, key.topicId(), key.partition()));
        }
        keys.addAll(dedup.keys());
        for (UUID group : groups.keySet()) {
            keys.add(SectionKey.coordinator(group));
        }
        return keys;
    }

    /** Writes a section's image; returns false, writing nothing, when the section is gone. */
    public boolean encode(SectionKey key, ByteBuf out) {
        PartitionKey partition = new PartitionKey(key.topicId(), key.partition());
        return switch (key.kind()) {
            case SHARD -> write(shard, section -> section.encode(out));
            case PARTITION -> write(partitions.get(partition), section -> section.encode(out));
            case PRODUCERS -> write(producers.get(partition), section -> section.encode(out));
            case COORDINATOR -> write(groups.get(key.groupId()), section -> section.encode(out));
            case DEDUP -> write(dedup.section(key), section -> section.encode(out));
            case GROUP, TXN, DELAY -> throw unknown(key);
        };
    }

    private static <S> boolean write(@Nullable S section, Consumer<S> encoder) {
        if (section != null) {
            encoder.accept(section);
        }
        return section != null;
    }

    /** From here on sections come from images: records for a section whose image wasn't met yet are part of that image. */
    void beginImages() {
        met = new HashSet<>();
    }

    /** Takes a section's image, as of the sequence of the record that carries it. Borrows the image. */
    void restore(SectionKey key, ByteBuf image) {
        if (met != null) {
            met.add(key);
        }
        switch (key.kind()) {
            case SHARD -> shard = decode(key, image, ShardSection::decode);
            case PARTITION -> {
                PartitionSection section = decode(key, image, PartitionSection::decode);
                partitions.put(section.key(), section);
            }
            case PRODUCERS ->
                producers.put(
                        new PartitionKey(key.topicId(), key.partition()), decode(key, image, ProducersSection::decode));
            case COORDINATOR -> add(decode(key, image, GroupSection::decode));
            case DEDUP -> dedup.restore(key, decode(key, image, DedupSection::decode));
            case GROUP, TXN, DELAY -> throw unknown(key);
        }
    }

    /** All images were met. */
    void endImages() {
        met = null;
    }

    private boolean isMet(SectionKey key) {
        return met == null || met.contains(key);
    }

    private static <S> S decode(SectionKey key, ByteBuf image, Function<ByteBuf, S> decoder) {
        try {
            return decoder.apply(image.duplicate());
        } catch (IndexOutOfBoundsException e) {
            throw new StoreException.Damaged(
                    "image of section " + key + " ends within a field: it has " + image.readableBytes() + " bytes", e);
        }
    }

    private static StoreException.Damaged unknown(SectionKey key) {
        return new StoreException.Damaged("section " + key + " is of a kind that this broker doesn't know", null);
    }
}
