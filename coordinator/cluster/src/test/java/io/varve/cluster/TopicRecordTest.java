/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.EIGHT;
import static io.varve.cluster.TestCluster.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.name.TopicName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TopicRecordTest {
    private static final TopicName NAME = TopicName.parse("orders");
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private static TopicRecord topic(int partitions) {
        return TopicRecord.create(ID, NAME, partitions, EIGHT, TopicConfig.DEFAULT, 1, 0);
    }

    private static TopicRecord topic(List<MappingRow> mapping, Map<Integer, PartitionOverride> overrides) {
        return new TopicRecord(ID, NAME, TopicRecord.State.ACTIVE, mapping, overrides, 0, TopicConfig.DEFAULT, 0, 1, 0);
    }

    @Test
    void partitionsAreSpreadEvenlyOverTheSet() {
        Map<Integer, Integer> count = new HashMap<>();
        TopicRecord topic = topic(16);
        for (int partition = 0; partition < 16; partition++) {
            count.merge(topic.shardOf(partition), 1, Integer::sum);
        }
        assertThat(count).hasSize(8).allSatisfy((shard, partitions) -> assertThat(partitions)
                .isEqualTo(2));
    }

    @Test
    void shardIsBasePlusPartitionModuloCount() {
        TopicRecord topic = topic(4);
        long base = topic.mapping().get(0).base();
        assertThat(base).isEqualTo(Hashes.nonNegative(Hashes.bytes(ID))).isNotNegative();
        assertThat(topic.shardOf(3)).isEqualTo((int) (base % 8 + 3) % 8);
    }

    @Test
    void largestBaseDoesNotOverflow() {
        MappingRow row = new MappingRow(EIGHT, Long.MAX_VALUE, 8, 0, 10);
        // 2^63-1 mod 8 = 7.
        assertThat(row.shardOf(0)).isEqualTo(7);
        assertThat(row.shardOf(1)).isEqualTo(0);
        assertThat(row.shardOf(9)).isEqualTo(0);
    }

    @Test
    void rowCountsOnlyTheShardsThatTheSetHadThen() {
        MappingRow row = new MappingRow(EIGHT, 0, 2, 0, 4);
        assertThat(topic(List.of(row), Map.of()).shards()).containsExactly(0, 1);
    }

    @Test
    void addedPartitionsHaveARowOfTheirOwn() {
        TopicRecord topic =
                topic(List.of(new MappingRow(EIGHT, 0, 2, 0, 4), new MappingRow(EIGHT, 0, 8, 4, 8)), Map.of());
        assertThat(topic.partitions()).isEqualTo(8);
        assertThat(topic.shardOf(3)).isEqualTo(1);
        assertThat(topic.shardOf(7)).isEqualTo(7);
    }

    @Test
    void overrideGoesBeforeTheRow() {
        TopicRecord topic = topic(
                List.of(new MappingRow(EIGHT, 0, 8, 0, 4)), Map.of(2, new PartitionOverride(7, UUID.randomUUID())));
        assertThat(topic.shardOf(1)).isEqualTo(1);
        assertThat(topic.shardOf(2)).isEqualTo(7);
        assertThat(topic.shards()).containsExactly(0, 1, 3, 7);
    }

    @Test
    void unknownPartitionIsNamedWithTheLastOne() {
        assertRefused(ErrorCode.PARTITION_NOT_FOUND, "orders has no partition 4, its last one is 3", () -> topic(4)
                .shardOf(4));
        assertRefused(ErrorCode.PARTITION_NOT_FOUND, "no partition -1", () -> topic(4).shardOf(-1));
    }

    @Test
    void partitionsHaveBounds() {
        assertThat(topic(1).partitions()).isEqualTo(1);
        assertThat(topic(10_000).partitions()).isEqualTo(10_000);
        assertRefused(ErrorCode.INVALID_ARGUMENT, "0 partitions, allowed are 1 to 10000", () -> topic(0));
        assertRefused(ErrorCode.INVALID_ARGUMENT, "10001 partitions", () -> topic(10_001));
    }

    @Test
    void rowsCoverThePartitionsWithoutHoles() {
        MappingRow first = new MappingRow(EIGHT, 0, 8, 0, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topic(List.of(first, new MappingRow(EIGHT, 0, 8, 5, 6)), Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> topic(List.of(), Map.of()));
    }

    @Test
    void retentionHasBounds() {
        assertRefused(ErrorCode.INVALID_ARGUMENT, "-2 ms", () -> new TopicConfig(-2, 0));
        assertRefused(ErrorCode.INVALID_ARGUMENT, "999 ms", () -> TopicConfig.DEFAULT.with(0, 0, 999));
        assertRefused(ErrorCode.INVALID_ARGUMENT, "604800001 ms", () -> TopicConfig.DEFAULT.with(0, 0, 604_800_001));
        assertRefused(ErrorCode.INVALID_ARGUMENT, "-1 bytes", () -> new TopicConfig(0, -1));
    }
}
