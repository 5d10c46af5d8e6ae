/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.varve.log.record.DedupEvicted;
import io.varve.log.record.DeleteObjects;
import io.varve.log.record.DuplicateFound;
import io.varve.log.record.GroupCommit;
import io.varve.log.record.GroupDeleted;
import io.varve.log.record.GroupMeta;
import io.varve.log.record.IdHash;
import io.varve.log.record.MessageIdMark;
import io.varve.log.record.ObjectsDeleted;
import io.varve.log.record.PartitionDeleted;
import io.varve.log.record.PartitionOpened;
import io.varve.log.record.ProducersExpired;
import io.varve.log.record.SectionKey;
import io.varve.log.record.Tiered;
import io.varve.log.record.TieredObject;
import io.varve.log.record.Trimmed;
import io.varve.protocol.error.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A recovered shard's sections equal, byte for byte, those of the one that died at the same sequence (I10). */
class SnapshotTest {
    private static final int SEEDS = 200;

    @Test
    void replayFromTheBeginningGivesTheSameSections() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RecordedLog log = new RecordedLog();
            Life life = new Life(log, new Random(seed));
            for (int i = 0; i < 150; i++) {
                life.step();
            }
            assertThat(images(log.replay(0, false))).as("seed %d", seed).isEqualTo(images(log.live));
        }
    }

    @Test
    void replayFromASnapshotTakenAmongOtherRecordsGivesTheSameSections() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            RecordedLog log = new RecordedLog();
            Life life = new Life(log, random);
            for (int i = random.nextInt(120); i > 0; i--) {
                life.step();
            }
            int begin = log.records.size();
            SnapshotWriter snapshot = new SnapshotWriter(log.live, log::append, 7, 0);
            while (!snapshot.writeSome(1 + random.nextInt(200))) {
                for (int i = random.nextInt(6); i > 0; i--) {
                    life.step();
                }
            }
            for (int i = random.nextInt(60); i > 0; i--) {
                life.step();
            }
            ShardState replayed = log.replay(begin, true);
            assertThat(images(replayed)).as("seed %d", seed).isEqualTo(images(log.live));
            assertThat(replayed.dedupIds()).as("seed %d", seed).isEqualTo(log.live.dedupIds());
            assertThat(replayed.dedupBytes()).as("seed %d", seed).isEqualTo(log.live.dedupBytes());
        }
    }

    @Test
    void aSnapshotThatLacksASectionIsDamaged() {
        RecordedLog log = new RecordedLog();
        Life life = new Life(log, new Random(1));
        for (int i = 0; i < 50; i++) {
            life.step();
        }
        int begin = log.records.size();
        new SnapshotWriter(log.live, log::append, 7, 0).writeSome(Integer.MAX_VALUE);
        log.records.remove(begin + 1);

        assertThatThrownBy(() -> log.replay(begin, true)).isInstanceOf(StoreException.Damaged.class);
    }

    @Test
    void imagesCutOffAnywhereAreRefused() {
        RecordedLog log = new RecordedLog();
        Life life = new Life(log, new Random(3));
        for (int i = 0; i < 80; i++) {
            life.step();
        }
        for (SectionKey key : log.live.sections()) {
            ByteBuf image = Unpooled.buffer();
            log.live.encode(key, image);
            for (int length = 0; length < image.readableBytes(); length++) {
                ByteBuf cut = image.slice(0, length);
                assertThatThrownBy(() -> new ShardState().restore(key, cut))
                        .as("%s cut to %d of %d bytes", key, length, image.readableBytes())
                        .isInstanceOf(StoreException.Damaged.class);
            }
        }
    }

    private static Map<SectionKey, String> images(ShardState state) {
        Map<SectionKey, String> images = new HashMap<>();
        for (SectionKey key : state.sections()) {
            ByteBuf image = Unpooled.buffer();
            state.encode(key, image);
            images.put(key, ByteBufUtil.hexDump(image));
        }
        return images;
    }

    /** A shard that lives on at random: every kind of record, always one that could follow. */
    private static final class Life {
        private final RecordedLog log;
        private final Random random;
        private final Map<Long, Integer> sequences = new HashMap<>();
        private int named;

        Life(RecordedLog log, Random random) {
            this.log = log;
            this.random = random;
        }

        void step() {
            PartitionKey key = new PartitionKey(new UUID(random.nextInt(3), 1), random.nextInt(2));
            PartitionSection partition = log.live.partition(key);
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3, 4 -> write(key, partition);
                case 5 -> trim(partition);
                case 6 -> tier();
                case 7 -> giveUp();
                case 8, 9 -> group();
                case 10 -> commit(key);
                case 11, 12, 13 -> writeWithId(key, partition);
                case 14 -> forgetIds(key, partition);
                default -> rarely(key, partition);
            }
        }

        private void write(PartitionKey key, @org.jspecify.annotations.Nullable PartitionSection partition) {
            if (log.live.isDeleted(key)) {
                return;
            }
            if (partition == null) {
                log.append(new PartitionOpened(key.topicId(), key.partition(), 0, 0, 1));
            }
            long producer = random.nextInt(4) - 1L;
            int count = 1 + random.nextInt(3);
            int sequence = producer < 0
                    ? -1
                    : sequences.merge(producer * 100 + key.hashCode() % 50, count, Integer::sum) - count;
            long offset =
                    java.util.Objects.requireNonNull(log.live.partition(key)).nextOffset();
            log.appendBatch(key.topicId(), key.partition(), offset, producer, sequence, count);
        }

        private void writeWithId(PartitionKey key, @org.jspecify.annotations.Nullable PartitionSection partition) {
            if (partition == null) {
                return;
            }
            DedupWindow window = log.live.dedup(key);
            int last = window == null ? 0 : window.sections().lastKey();
            int count = window == null
                    ? 0
                    : window.sections().lastEntry().getValue().count();
            boolean goesOn = window != null && random.nextInt(4) > 0;
            IdHash id = new IdHash(random.nextLong(), random.nextInt(40));
            MessageIdMark mark = goesOn
                    ? new MessageIdMark(id, last, count)
                    : new MessageIdMark(id, window == null ? 0 : last + 1, 0);
            log.appendRecord(key.topicId(), key.partition(), partition.nextOffset(), mark);
        }

        private void forgetIds(PartitionKey key, @org.jspecify.annotations.Nullable PartitionSection partition) {
            DedupWindow window = log.live.dedup(key);
            if (window != null) {
                List<Integer> oldest = window.sections().keySet().stream()
                        .limit(1 + random.nextInt(3))
                        .toList();
                log.append(new DedupEvicted(key.topicId(), key.partition(), oldest));
            } else if (partition != null && partition.nextOffset() > partition.logStart()) {
                int sequence = sequences.merge(100 + key.hashCode() % 50L, 1, Integer::sum) - 1;
                log.append(new DuplicateFound(
                        key.topicId(), key.partition(), 1, (short) 0, sequence, partition.logStart()));
            }
        }

        private void trim(@org.jspecify.annotations.Nullable PartitionSection partition) {
            if (partition != null) {
                long start = partition.logStart()
                        + random.nextInt((int) (partition.nextOffset() - partition.logStart()) + 1);
                log.append(new Trimmed(
                        partition.key().topicId(), partition.key().partition(), 0, start, Trimmed.Reason.TIME));
            }
        }

        private void tier() {
            long ledger = named++;
            TieredObject object = new TieredObject("key-" + ledger, 100, ledger, ledger + 1, 0, 50, 50, 1, 2, 3);
            log.append(new Tiered(ledger, List.of(object), List.of(), List.of(ledger - 3)));
        }

        private void giveUp() {
            List<TieredObject> objects = log.live.shard().objects();
            if (!objects.isEmpty()) {
                log.append(new DeleteObjects(List.of(objects.get(0).key())));
            }
            if (log.live.shard().deletes().size() > 2) {
                log.append(new ObjectsDeleted(List.of(log.live.shard().deletes().firstKey())));
            }
        }

        private void group() {
            String name = "public/default/g" + random.nextInt(3);
            GroupSection group = log.live.group(name);
            List<GroupMeta.Member> members = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                members.add(new GroupMeta.Member("m" + i, "c", List.of("t"), 5_000, i, List.of(), List.of()));
            }
            UUID id = group == null ? new UUID(9, named++) : group.groupId();
            long epoch = group == null ? 1 : group.epoch() + 1;
            log.append(new GroupMeta(id, name, GroupMeta.Kind.STREAM, epoch, members));
        }

        private void commit(PartitionKey key) {
            for (GroupSection group : List.copyOf(log.live.groups())) {
                GroupCommit.Offset offset =
                        new GroupCommit.Offset(key.topicId(), key.partition(), random.nextInt(100), "note");
                log.append(new GroupCommit(group.groupId(), "m1", 1, List.of(offset), 5));
            }
        }

        private void rarely(PartitionKey key, @org.jspecify.annotations.Nullable PartitionSection partition) {
            if (partition != null && random.nextInt(4) == 0) {
                log.append(new PartitionDeleted(key.topicId(), key.partition()));
            } else if (partition != null) {
                log.append(new ProducersExpired(key.topicId(), key.partition(), List.of((long) random.nextInt(3))));
            } else if (!log.live.groups().isEmpty()) {
                log.append(new GroupDeleted(log.live.groups().iterator().next().groupId()));
            }
        }
    }
}
