/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import static io.varve.objects.BlockingPool.await;
import static io.varve.tiering.SampleSegment.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.varve.log.LedgerStore;
import io.varve.log.record.SideData;
import io.varve.log.record.TieredObject;
import io.varve.objects.MemoryFaults.Fault;
import io.varve.objects.MemoryFaults.Operation;
import io.varve.objects.MemoryObjectStore;
import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectKey;
import io.varve.objects.format.ObjectLocation;
import io.varve.objects.format.ObjectReader;
import io.varve.objects.format.PartitionLane;
import io.varve.protocol.error.StoreException;
import io.varve.tiering.TiererConfig.Verify;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TiererTest {
    private static final int KIB = 1 << 10;

    private final MemoryObjectStore objects = new MemoryObjectStore();

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 4000", "3, 30000", "4, 30000", "5, 1000000", "6, 1000000"})
    void everyBatchOfASegmentComesBackFromObjects(long seed, int memoryBytes) {
        SampleSegment sample = SampleSegment.random(seed, 12, 150, 1500);
        TieredSegment tiered = tier(sample.ledgers(), sample.seal(), config(memoryBytes, 20 * KIB), KeptRanges.ALL);
        assertHolds(tiered, sample, KeptRanges.ALL);
    }

    @Test
    void aLargePartitionGetsAnObjectOfItsOwnAndTheRestShareOne() {
        SampleSegment sample = new SampleSegment(1);
        for (int i = 0; i < 10; i++) {
            sample.batch(lane(1, 0), 1, 3 * KIB)
                    .batch(lane(1, 1), 1, 100)
                    .batch(lane(2, 5), 1, 100)
                    .entry();
        }
        TieredSegment tiered = tier(sample.ledgers(), sample.seal(), config(64 * KIB, 20 * KIB), KeptRanges.ALL);
        assertThat(tiered.ledgerId()).isEqualTo(1);
        assertThat(tiered.objects()).hasSize(2);

        TieredObject own = tiered.objects().get(0);
        assertThat(lanes(own)).containsExactly(lane(1, 0));
        assertThat(ObjectKey.parse(own.key()).orElseThrow().tenant()).isEqualTo("tenant-of-1");
        assertThat(own.firstSequence()).isEqualTo(500);
        assertThat(own.endSequence()).isEqualTo(528);
        assertThat(own.minAppendMs()).isEqualTo(1_000_000);
        assertThat(own.maxAppendMs()).isEqualTo(1_000_009);

        TieredObject pack = tiered.objects().get(1);
        assertThat(lanes(pack)).containsExactly(lane(1, 1), lane(2, 5));
        ObjectKey key = ObjectKey.parse(pack.key()).orElseThrow();
        assertThat(key.tenant()).isEqualTo(ObjectKey.SHARED);
        assertThat(key.clusterId()).isEqualTo(SampleSegment.CLUSTER);
        assertThat(key.shard()).isEqualTo(SampleSegment.SHARD);
        assertThat(key.incarnation()).isEqualTo(SampleSegment.INCARNATION);
        assertThat(key.firstSequence()).isEqualTo(501).isEqualTo(pack.firstSequence());
        assertHolds(tiered, sample, KeptRanges.ALL);
    }

    @Test
    void trimmedBatchesAndDeletedTopicsAreLeftOut() {
        SampleSegment sample = new SampleSegment(2);
        sample.startAt(lane(1, 0), 100);
        for (int i = 0; i < 5; i++) {
            sample.batch(lane(1, 0), 10, 10).batch(lane(2, 0), 1, 10).batch(lane(3, 0), 1, 10);
        }
        KeptRanges kept = lane -> lane.equals(lane(1, 0)) ? 125 : lane.equals(lane(2, 0)) ? KeptRanges.NOTHING : 0;
        TieredSegment tiered = tier(sample.ledgers(), sample.seal(), config(64 * KIB, 20 * KIB), kept);
        assertThat(lanes(tiered.objects().get(0))).containsExactly(lane(1, 0), lane(3, 0));
        DirectoryRow row =
                open(tiered.objects().get(0)).directory().find(lane(1, 0)).orElseThrow();
        assertThat(row.firstOffset()).isEqualTo(120);
        assertThat(row.endOffset()).isEqualTo(150);
        assertHolds(tiered, sample, kept);
    }

    @Test
    void aSegmentOfWhichNothingIsKeptNeedsNoObject() {
        SampleSegment sample = SampleSegment.random(3, 3, 20, 100);
        assertThat(tier(sample.ledgers(), sample.seal(), config(64 * KIB, KIB), lane -> KeptRanges.NOTHING)
                        .objects())
                .isEmpty();
        assertThat(objects.faults().calls()).isZero();
    }

    @Test
    void aSegmentWithoutBatchesNeedsNoObject() {
        SampleSegment some = new SampleSegment(4).noop().entry().noop();
        assertThat(tier(some.ledgers(), some.seal(), TiererConfig.DEFAULT, KeptRanges.ALL)
                        .objects())
                .isEmpty();
        SampleSegment none = new SampleSegment(5);
        assertThat(tier(none.ledgers(), none.seal(), TiererConfig.DEFAULT, KeptRanges.ALL)
                        .objects())
                .isEmpty();
    }

    @Test
    void sideDataGoesAlong() {
        SideData sideData = new SideData(List.of(new SideData.Item(SideData.PRIORITY, new byte[] {4})));
        SampleSegment sample = new SampleSegment(6);
        sample.batch(lane(1, 0), 1, 10).batch(lane(1, 0), 1, 10, sideData).batch(lane(2, 0), 1, 10, sideData);
        TieredSegment tiered = tier(sample.ledgers(), sample.seal(), TiererConfig.DEFAULT, KeptRanges.ALL);
        assertThat(await(open(tiered.objects().get(0)).sideData()))
                .hasSize(2)
                .allSatisfy(row -> assertThat(ByteBufUtil.getBytes(row.items())).containsExactly(3, 1, 4));
    }

    @Test
    void aHoleInTheOffsetsOfAPartitionIsDamage() {
        SampleSegment sample = new SampleSegment(7).batch(lane(1, 0), 2, 10);
        sample.startAt(lane(1, 0), 3).batch(lane(1, 0), 2, 10);
        assertDamaged(sample, sample.seal(), "offset 3");
    }

    @Test
    void anEntryOfAnotherShardIsDamage() {
        SampleSegment sample = new SampleSegment(8).batch(lane(1, 0), 2, 10).entry();
        sample.ofShard(4).batch(lane(1, 0), 2, 10);
        assertDamaged(sample, sample.seal(), "another log");
    }

    @Test
    void aHoleInTheSequencesIsDamage() {
        SampleSegment sample = new SampleSegment(9).batch(lane(1, 0), 2, 10).skipSequence();
        sample.batch(lane(1, 0), 2, 10);
        assertDamaged(sample, sample.seal(), "begins at sequence 502, not at 501");
    }

    @Test
    void anEndThatIsNotTheSegmentsIsDamage() {
        SampleSegment sample = SampleSegment.random(10, 3, 20, 100);
        sample.seal();
        assertDamaged(sample, sample.source(1), "ends at sequence");
    }

    @Test
    void aLostEntryIsDamage() {
        SampleSegment sample = SampleSegment.random(11, 3, 40, 100);
        SegmentSource source = sample.seal();
        sample.ledgers().faults().loseEntries(source.segment().ledgerId(), 1, 1);
        assertDamaged(sample, source, "");
    }

    @Test
    void aLedgerThatIsGoneIsNotFound() {
        SampleSegment sample = SampleSegment.random(12, 3, 20, 100);
        SegmentSource source = sample.seal();
        await(sample.ledgers().delete(source.segment().ledgerId()));
        assertThatThrownBy(() -> tier(sample.ledgers(), source, TiererConfig.DEFAULT, KeptRanges.ALL))
                .isInstanceOf(StoreException.NotFound.class);
    }

    @Test
    void aChangedByteAnywhereInAnEntryIsFound() {
        int bytes = (int) small(UnaryOperator.identity()).seal().segment().bytes();
        for (int i = 0; i < bytes; i++) {
            int changed = i;
            SampleSegment sample = small(entry -> entry.setByte(changed, entry.getByte(changed) ^ 1));
            assertDamaged(sample, sample.seal(), "");
        }
    }

    /** A segment of one entry. */
    private static SampleSegment small(UnaryOperator<ByteBuf> damage) {
        SampleSegment sample = new SampleSegment(13).damage(damage);
        return sample.batch(lane(0, 0), 2, 20).noop().batch(lane(0, 1), 1, 20);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"UNAVAILABLE", "LOSE_REPLY", "TRUNCATE", "FLIP_BIT"})
    void whateverCallFailsWhatCountsIsWhole(Fault fault) {
        SampleSegment sample = SampleSegment.random(14, 6, 60, 1500);
        SegmentSource source = sample.seal();
        TiererConfig config = config(20 * KIB, 12 * KIB);
        tier(sample.ledgers(), source, config, KeptRanges.ALL);
        long calls = objects.faults().calls();
        assertThat(calls).isGreaterThan(10);
        int failures = 0;
        for (long call = 0; call < calls; call++) {
            objects.faults().failCall(objects.faults().calls() + call, fault);
            try {
                TieredSegment tiered = tier(sample.ledgers(), source, config, KeptRanges.ALL);
                objects.faults().heal();
                assertHolds(tiered, sample, KeptRanges.ALL);
            } catch (StoreException e) {
                failures++;
                objects.faults().heal();
            }
        }
        assertThat(failures).isPositive();
        assertHolds(tier(sample.ledgers(), source, config, KeptRanges.ALL), sample, KeptRanges.ALL);
    }

    @Test
    void aTruncatedBodyIsFoundByVerification() {
        SampleSegment sample = SampleSegment.random(15, 3, 20, 1000);
        objects.faults().failNext(Operation.WRITE, Fault.TRUNCATE);
        assertThatThrownBy(() -> tier(sample.ledgers(), sample.seal(), TiererConfig.DEFAULT, KeptRanges.ALL))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining("were written");
    }

    @Test
    void aFailureAbortsItsUpload() {
        SampleSegment sample = SampleSegment.random(16, 3, 20, 1000);
        objects.faults().failNext(Operation.COMPLETE, Fault.UNAVAILABLE);
        assertThatThrownBy(() -> tier(sample.ledgers(), sample.seal(), TiererConfig.DEFAULT, KeptRanges.ALL))
                .isInstanceOf(StoreException.Unavailable.class);
        assertThat(objects.faults().calls(Operation.ABORT)).isEqualTo(1);
        assertThat(await(objects.list("", null, 10))).isEmpty();
    }

    @Test
    void aSampleReadsLessThanEverything() {
        SampleSegment sample = SampleSegment.random(17, 3, 20, 1000);
        TiererConfig config = new TiererConfig(1, 64 * KIB, 64 * KIB, Verify.SAMPLE);
        TieredSegment tiered = tier(sample.ledgers(), sample.seal(), config, KeptRanges.ALL);
        assertHolds(tiered, sample, KeptRanges.ALL);
    }

    @Test
    void aTenantThatIsNotKnownNowFailsTheTry() {
        SampleSegment sample = SampleSegment.random(18, 1, 20, 1000);
        Tenants nobody =
                topicId -> CompletableFuture.failedFuture(new StoreException.Unavailable("catalogue is away", null));
        assertThatThrownBy(() -> tier(sample.ledgers(), sample.seal(), config(64 * KIB, 1), KeptRanges.ALL, nobody))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessage("catalogue is away");
        assertThat(objects.faults().calls()).isZero();
    }

    @Test
    void aClosedTiererRefuses() {
        SampleSegment sample = SampleSegment.random(19, 1, 20, 1000);
        Tierer tierer = tierer(sample.ledgers(), TiererConfig.DEFAULT, TiererTest::tenantOf);
        tierer.close();
        assertThatThrownBy(() -> await(tierer.tier(sample.seal(), KeptRanges.ALL, Pace.FULL)))
                .isInstanceOf(StoreException.Unavailable.class);
    }

    private TieredSegment tier(LedgerStore ledgers, SegmentSource source, TiererConfig config, KeptRanges kept) {
        return tier(ledgers, source, config, kept, TiererTest::tenantOf);
    }

    private TieredSegment tier(
            LedgerStore ledgers, SegmentSource source, TiererConfig config, KeptRanges kept, Tenants tenants) {
        try (Tierer tierer = tierer(ledgers, config, tenants)) {
            return await(tierer.tier(source, kept, Pace.GENTLE));
        }
    }

    private Tierer tierer(LedgerStore ledgers, TiererConfig config, Tenants tenants) {
        return new Tierer(
                ledgers, objects, tenants, config, InstantSource.fixed(Instant.ofEpochMilli(5)), UUID::randomUUID);
    }

    private static TiererConfig config(int memoryBytes, int ownObjectBytes) {
        return new TiererConfig(1, memoryBytes, ownObjectBytes, Verify.FULL);
    }

    private static CompletableFuture<String> tenantOf(UUID topicId) {
        return CompletableFuture.completedFuture("tenant-of-" + topicId.getLeastSignificantBits());
    }

    private void assertDamaged(SampleSegment sample, SegmentSource source, String message) {
        assertThatThrownBy(() -> tier(sample.ledgers(), source, TiererConfig.DEFAULT, KeptRanges.ALL))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining(message);
        assertThat(await(objects.list("", null, 10))).isEmpty();
    }

    /** The objects hold every kept batch of the segment once, byte for byte, each lane in one object. */
    private void assertHolds(TieredSegment tiered, SampleSegment sample, KeptRanges kept) {
        Map<PartitionLane, ByteBuffer> expected = new TreeMap<>();
        sample.batches().forEach((lane, batches) -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            batches.stream()
                    .filter(batch -> batch.endOffset() > kept.firstKept(lane))
                    .forEach(batch -> bytes.writeBytes(batch.bytes()));
            if (bytes.size() > 0) {
                expected.put(lane, ByteBuffer.wrap(bytes.toByteArray()));
            }
        });
        Map<PartitionLane, ByteBuffer> found = new TreeMap<>();
        for (TieredObject object : tiered.objects()) {
            ObjectReader reader = open(object);
            for (DirectoryRow row : reader.directory().rows()) {
                ByteBuf data = await(reader.blocks(row.firstBlock(), row.endBlock()));
                assertThat(found.put(row.lane(), ByteBuffer.wrap(ByteBufUtil.getBytes(data))))
                        .isNull();
                data.release();
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    private List<PartitionLane> lanes(TieredObject object) {
        return open(object).directory().rows().stream().map(DirectoryRow::lane).toList();
    }

    private ObjectReader open(TieredObject object) {
        return await(ObjectReader.open(
                objects,
                new ObjectLocation(
                        object.key(),
                        object.bytes(),
                        object.directoryPosition(),
                        object.directoryLength(),
                        object.directoryCrc())));
    }
}
