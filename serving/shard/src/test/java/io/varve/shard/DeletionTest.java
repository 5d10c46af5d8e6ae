/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.cluster.TopicConfig;
import io.varve.cluster.TopicRecord;
import io.varve.objects.MemoryFaults;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.PartitionList;
import io.varve.protocol.wire.SegmentState;
import io.varve.protocol.wire.TierReport;
import io.varve.shard.tier.TieringPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When ledgers, records and objects go, and when they stay. */
class DeletionTest {
    private static final TopicConfig SHORT_LIVED = new TopicConfig(1, TopicConfig.NO_LIMIT);

    /** Enough for every one of a shard's agents to have had its turn. */
    private static final int METADATA_CALLS = 5;

    private final ShardFixture fixture = new ShardFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"SIZE, UNAVAILABLE", "READ, UNAVAILABLE", "READ, FLIP_BIT", "READ, TRUNCATE"})
    void aLedgerWhoseObjectsDontAnswerAsTheyShouldStaysAndTheStatusSaysWhy(
            MemoryFaults.Operation operation, MemoryFaults.Fault fault) {
        ShardConfig config = ShardFixture.config();
        Shard shard = fixture.open(new ShardConfig(
                config.log(), new TieringPolicy(false, Duration.ofSeconds(1), Duration.ZERO), config.upkeep()));
        fixture.produce(shard, 0, "a");
        long ledger = ShardFixture.await(fixture.ledgers.list()).get(0);
        fixture.<Boolean>ask(shard::seal);
        fixture.eventually(shard::tierStatus, ShardFixture::isTiered);

        fixture.objects.faults().failAlways(operation, fault);
        fixture.eventually(shard::tierStatus, (TierReport status) -> status.getSegmentsList().stream()
                .anyMatch(segment -> segment.getLedgerId() == ledger
                        && segment.getState() == SegmentState.SEGMENT_TIERED
                        && !segment.getLastError().isEmpty()));
        assertThat(ShardFixture.await(fixture.ledgers.list())).contains(ledger);

        fixture.objects.faults().heal();
        fixture.eventually(shard::tierStatus, (TierReport status) -> !ShardFixture.await(fixture.ledgers.list())
                .contains(ledger));
    }

    @Test
    void retentionRemovesSealedRecordsAndThenTheirObjects() {
        fixture.useTopic(ShardFixture.topic(SHORT_LIVED));
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "old");
        fixture.<Boolean>ask(shard::seal);

        assertThat(trimmed(shard, fixture.topic()).getPartitions(0).getNextOffset())
                .isEqualTo(1);
        fixture.eventually(shard::tierStatus, (TierReport report) -> report.getObjects() == 0 && isEmpty());
        assertThatThrownBy(() -> fixture.read(shard, 0, 0, 1)).hasMessageContaining("first 1");
    }

    private PartitionList trimmed(Shard shard, TopicRecord topic) {
        return fixture.eventually(
                reply -> shard.describe(topic, List.of(0), reply),
                (PartitionList list) -> list.getPartitions(0).getFirstOffset() == 1);
    }

    private boolean isEmpty() {
        return ShardFixture.await(fixture.objects.list("", null, 10)).isEmpty();
    }

    @Test
    void nothingIsTrimmedWhileTheMetadataStoreIsAway() {
        TopicRecord topic = fixture.topic();
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "old");
        fixture.<Boolean>ask(shard::seal);
        fixture.eventually(shard::tierStatus, ShardFixture::isTiered);

        fixture.cutOff();
        fixture.useTopic(ShardFixture.topic(SHORT_LIVED));
        fixture.awaitMetadataCalls(shard, METADATA_CALLS);
        assertThat(fixture.<PartitionList>ask(reply -> shard.describe(topic, List.of(0), reply))
                        .getPartitions(0)
                        .getFirstOffset())
                .isZero();

        fixture.reconnect();
        assertThat(trimmed(shard, topic).getPartitions(0).getNextOffset()).isEqualTo(1);
    }

    @Test
    void theObjectsOfADeletedTopicAreDeleted() {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a");
        fixture.<Boolean>ask(shard::seal);
        fixture.eventually(shard::tierStatus, ShardFixture::isTiered);

        fixture.<Done>ask(reply -> shard.deleteTopic(fixture.topic(), reply));

        fixture.eventually(shard::tierStatus, (TierReport report) -> report.getObjects() == 0 && isEmpty());
    }

    @Test
    void noObjectIsDeletedWhileTheMetadataStoreIsAway() {
        Shard shard = fixture.open(ShardFixture.config());
        fixture.produce(shard, 0, "a");
        fixture.<Boolean>ask(shard::seal);
        fixture.eventually(shard::tierStatus, ShardFixture::isTiered);
        fixture.objects.faults().failAlways(MemoryFaults.Operation.DELETE, MemoryFaults.Fault.UNAVAILABLE);
        fixture.<Done>ask(reply -> shard.deleteTopic(fixture.topic(), reply));
        fixture.eventually(
                shard::tierStatus,
                (TierReport any) -> fixture.objects.faults().calls(MemoryFaults.Operation.DELETE) > 0);

        fixture.cutOff();
        fixture.awaitMetadataCalls(shard, METADATA_CALLS);
        fixture.objects.faults().heal();
        fixture.awaitMetadataCalls(shard, METADATA_CALLS);
        assertThat(isEmpty()).isFalse();

        fixture.reconnect();
        fixture.eventually(shard::tierStatus, (TierReport any) -> isEmpty());
    }
}
