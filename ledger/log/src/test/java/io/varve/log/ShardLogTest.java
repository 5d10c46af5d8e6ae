/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.log.TestOwner.World;
import io.varve.log.record.Entry;
import io.varve.log.record.LogRecord;
import io.varve.protocol.error.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShardLogTest {
    private final World world = new World();

    private static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }

    @Test
    void recordsOfOneTickShareAnEntry() {
        TestOwner owner = world.owner("a");
        for (int i = 0; i < 10; i++) {
            assertThat(owner.append("r" + i)).isEqualTo(i);
        }
        world.loop.run();
        assertThat(owner.confirmedEntryRecords).containsExactly(10);
        assertThat(owner.confirmed).isEqualTo(upTo(10));
        assertThat(world.ledgers.appends()).isOne();
    }

    @Test
    void recordsGatherWhileTheWindowIsFull() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.ledgers.faults().holdAcks();
        for (int i = 1; i <= 10; i++) {
            owner.appendAndRun("" + i);
        }
        assertThat(owner.confirmed).containsExactly(0L);
        world.ledgers.faults().releaseAcks();
        world.loop.run();
        assertThat(owner.confirmedEntryRecords).containsExactly(1, 1, 9);
        assertThat(owner.confirmed).isEqualTo(upTo(11));
    }

    @Test
    void fullEntriesAreSentAtOnceAndWidenTheWindow() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.ledgers.faults().holdAcks();
        for (int i = 0; i < 100; i++) {
            owner.appendBatch(64 * 1024);
            world.loop.run();
        }
        assertThat(world.ledgers.appends()).isEqualTo(1 + ShardLogConfig.DEFAULTS.maxInFlight());
        world.ledgers.faults().releaseAcks();
        world.loop.run();
        assertThat(owner.confirmed).isEqualTo(upTo(101));
    }

    @Test
    void aBatchLargerThanAnEntryGoesAlone() {
        TestOwner owner = world.owner("a");
        owner.append("0");
        owner.appendBatch(4 << 20);
        owner.append("2");
        world.loop.run();
        assertThat(owner.confirmedEntryRecords).containsExactly(1, 1, 1);
    }

    @Test
    void pendingBytesAreBounded() {
        TestOwner owner = world.owner("a");
        world.ledgers.faults().holdAcks();
        int batches = 0;
        while (owner.log().accepts(1 << 20)) {
            owner.appendBatch(1 << 20);
            batches++;
        }
        assertThat(batches).isBetween(62, 64);
        assertThat(owner.log().pendingBytes()).isBetween(62L << 20, 65L << 20);
        world.ledgers.faults().releaseAcks();
        world.loop.run();
        assertThat(owner.log().pendingBytes()).isZero();
        assertThat(owner.log().accepts(1 << 20)).isTrue();
    }

    @Test
    void noLedgerIsMadeBeforeTheFirstRecord() {
        TestOwner owner = world.owner("a");
        world.loop.runFor(Duration.ofHours(2));
        assertThat(world.node().ledgers()).isEmpty();
        assertThat(owner.log().segments()).isEmpty();
        owner.appendAndRun("0");
        assertThat(world.node().ledgers()).hasSize(1);
    }

    @Test
    void whatTheOwnerIsToldOfAppendTimesIsWhatAReplayShows() {
        world.config = TestConfigs.rollingAt(1 << 20, 1024);
        TestOwner a = world.owner("a");
        List<Long> told = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            a.append("-".repeat(i * 7));
            told.add(a.log().appendTimeMs());
            world.loop.pause(Duration.ofMillis(i % 3));
            if (i % 4 == 0) {
                world.loop.run();
            }
        }
        world.loop.run();
        a.log().abort();
        TestOwner b = world.owner("b");
        assertThat(b.replayedTimes).isEqualTo(told).isSorted();
    }

    @Test
    void aSuccessorReplaysEverythingThatWasConfirmed() {
        TestOwner a = world.owner("a");
        for (int i = 0; i < 50; i++) {
            a.appendAndRun("r" + i);
        }
        a.log().abort();
        TestOwner b = world.owner("b");
        assertThat(b.replayFrom).isZero();
        assertThat(b.fromSnapshot).isFalse();
        assertThat(b.replayed).isEqualTo(upTo(50));
        assertThat(b.replayedTexts.get(49)).isEqualTo("r49");
        assertThat(b.log().nextSequence()).isEqualTo(50);
        assertThat(b.log().epoch()).isEqualTo(2);
        assertThat(b.append("next")).isEqualTo(50);
        world.loop.run();
        assertThat(b.confirmed).containsExactly(50L);
        assertThat(world.node().ledgers()).hasSize(2);
        assertThat(world.node().ledgers().get(0).sealedByRecovery()).isTrue();
    }

    @Test
    void theFormerOwnerIsNeverToldOfAnythingAfterATakeover() {
        TestOwner a = world.owner("a");
        a.appendAndRun("0");
        world.ledgers.faults().holdAcks();
        a.appendAndRun("1");
        TestOwner b = world.owner("b");
        assertThat(b.replayed).containsExactly(0L);
        world.ledgers.faults().releaseAcks();
        world.loop.runFor(Duration.ofSeconds(10));
        assertThat(a.confirmed).containsExactly(0L);
        assertThat(a.lost).isInstanceOf(StoreException.Fenced.class);
        assertThat(a.lostCalls).isOne();
        assertThatThrownBy(() -> a.append("3")).isInstanceOf(IllegalStateException.class);
        b.appendAndRun("b1");
        assertThat(b.confirmed).containsExactly(1L);
    }

    @Test
    void whatWasWrittenAndNotAnsweredComesBackWithItsSequence() {
        TestOwner a = world.owner("a");
        a.appendAndRun("0");
        world.ledgers.faults().holdAcks();
        world.ledgers.faults().keepUnconfirmed(1);
        a.appendAndRun("1");
        a.appendAndRun("2");
        a.log().abort();
        TestOwner b = world.owner("b");
        assertThat(b.replayedTexts).containsExactly("0", "1");
        assertThat(b.log().nextSequence()).isEqualTo(2);
    }

    @Test
    void aFenceByAThirdPartyCostsNothing() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.ledgers.faults().holdAcks();
        world.ledgers.faults().keepUnconfirmed(1);
        owner.appendAndRun("1");
        owner.appendAndRun("2");
        owner.appendAndRun("3");
        world.ledgers.faults().fence(owner.log().segments().get(0).ledgerId());
        world.ledgers.faults().releaseAcks();
        world.loop.runFor(Duration.ofSeconds(5));
        owner.appendAndRun("4");
        assertThat(owner.lost).isNull();
        assertThat(owner.confirmed).isEqualTo(upTo(5));
        assertThat(owner.log().segments()).hasSize(2);
        owner.log().abort();
        TestOwner b = world.owner("b");
        assertThat(b.replayedTexts).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void aFailedAppendIsSentAgainWithItsSequence() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.ledgers.faults().failAppends(1);
        owner.append("1");
        world.loop.runFor(Duration.ofSeconds(5));
        assertThat(owner.confirmed).isEqualTo(upTo(2));
        assertThat(owner.lost).isNull();
    }

    @Test
    void recordsThatCanBeStoredNowhereEndTheLogAtTheDeadline() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.ledgers.faults().writableBookies(1);
        owner.append("1");
        world.loop.runFor(Duration.ofSeconds(20));
        assertThat(owner.lost).isNull();
        world.loop.runFor(Duration.ofSeconds(20));
        assertThat(owner.lost).isInstanceOf(StoreException.Unavailable.class);
        assertThat(owner.lostCalls).isOne();
        assertThat(owner.confirmed).containsExactly(0L);
    }

    @Test
    void anOutageShorterThanTheDeadlineIsSatOut() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.ledgers.faults().writableBookies(1);
        owner.append("1");
        world.loop.runFor(Duration.ofSeconds(20));
        world.ledgers.faults().writableBookies(3);
        world.loop.runFor(Duration.ofSeconds(5));
        assertThat(owner.lost).isNull();
        assertThat(owner.confirmed).isEqualTo(upTo(2));
    }

    @Test
    void sealingEndsWhatWasAppendedAndMakesNoLedger() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        owner.append("1");
        List<Segment> sealed = world.await(owner.log().seal());
        assertThat(sealed).hasSize(1);
        assertThat(sealed.get(0).state()).isEqualTo(Segment.State.SEALED);
        assertThat(sealed.get(0).firstSequence()).isZero();
        assertThat(sealed.get(0).endSequence()).isEqualTo(2);
        assertThat(owner.sealed).isEqualTo(sealed);
        assertThat(owner.log().segments()).isEqualTo(sealed);
        assertThat(world.node().ledgers()).isEqualTo(sealed);
        assertThat(world.await(owner.log().seal())).isEmpty();
        assertThat(world.node().ledgers()).hasSize(1);
        owner.appendAndRun("2");
        assertThat(owner.confirmed).isEqualTo(upTo(3));
        assertThat(owner.log().segments()).hasSize(2);
    }

    @Test
    void sealingBeforeTheFirstLedgerIsThereSealsWhatWasAppended() {
        TestOwner owner = world.owner("a");
        owner.append("0");
        List<Segment> sealed = world.await(owner.log().seal());
        assertThat(sealed).hasSize(1);
        assertThat(sealed.get(0).endSequence()).isOne();
        assertThat(world.node().ledgers()).hasSize(1);
    }

    @Test
    void sealingUnderLoadKeepsOrder() {
        TestOwner owner = world.owner("a");
        owner.onConfirmed = () -> {
            if (owner.log().nextSequence() < 200) {
                owner.append("x");
                owner.append("y");
            }
        };
        owner.append("0");
        for (int i = 0; i < 10; i++) {
            CompletableFuture<List<Segment>> sealed = owner.log().seal();
            long end = owner.log().nextSequence();
            List<Segment> segments = world.await(sealed);
            assertThat(segments).isNotEmpty();
            assertThat(segments.get(segments.size() - 1).endSequence()).isGreaterThanOrEqualTo(end);
        }
        world.loop.run();
        assertThat(owner.confirmed).isEqualTo(upTo(owner.log().nextSequence()));
    }

    @Test
    void aRollKeepsOrderAndMovesToANewLedger() {
        world.config = TestConfigs.rollingAt(64 * 1024);
        TestOwner owner = world.owner("a");
        for (int i = 0; i < 200; i++) {
            owner.appendBatch(10_000);
            world.loop.runFor(Duration.ofSeconds(1));
        }
        assertThat(owner.confirmed).isEqualTo(upTo(200));
        assertThat(owner.log().segments().size()).isBetween(5, 40);
        assertThat(owner.sealed).hasSize(owner.log().segments().size() - 1);
        long expected = 0;
        for (Segment segment : owner.log().segments()) {
            assertThat(segment.firstSequence()).isEqualTo(expected);
            expected = segment.endSequence();
        }
        owner.log().abort();
        TestOwner b = world.owner("b");
        assertThat(b.replayed).isEqualTo(upTo(200));
    }

    @Test
    void aRollThatCannotBeDoneNeverStopsWrites() {
        world.config = TestConfigs.rollingAt(64 * 1024);
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        owner.metadata.suspend();
        for (int i = 1; i < 100; i++) {
            owner.appendBatch(10_000);
            world.loop.runFor(Duration.ofSeconds(1));
        }
        assertThat(owner.confirmed).isEqualTo(upTo(100));
        assertThat(owner.log().segments()).hasSize(1);
        owner.metadata.resume();
        world.loop.runFor(Duration.ofSeconds(30));
        owner.appendAndRun("100");
        assertThat(owner.log().segments().size()).isGreaterThan(1);
        assertThat(owner.confirmed).isEqualTo(upTo(101));
    }

    @Test
    void manySegmentsThatWaitForTieringMakeTheNextOnesLarger() {
        world.config = TestConfigs.rollingAt(64 * 1024);
        TestOwner owner = world.owner("a");
        for (int i = 0; i < 40; i++) {
            owner.append("" + i);
            world.await(owner.log().seal());
        }
        owner.appendBatch(100_000);
        world.loop.runFor(Duration.ofSeconds(40));
        assertThat(owner.sealed).hasSize(40);

        owner.tiers = true;
        owner.appendAndRun("41");
        world.loop.runFor(Duration.ofSeconds(5));
        assertThat(owner.sealed).hasSize(41);
    }

    @Test
    void whileMetadataIsAwayAnIdleLogKeepsItsLedger() {
        TestOwner owner = world.owner("a");
        for (int i = 0; i < 10; i++) {
            owner.appendBatch(4 << 20);
        }
        world.loop.run();
        owner.metadata.suspend();
        world.loop.runFor(Duration.ofMinutes(10));
        CompletableFuture<List<Segment>> sealing = owner.log().seal();
        world.loop.run();
        assertThatThrownBy(sealing::join).hasCauseInstanceOf(StoreException.Unavailable.class);
        owner.appendAndRun("10");
        assertThat(owner.confirmed).isEqualTo(upTo(11));
        assertThat(owner.log().segments()).hasSize(1);

        owner.metadata.resume();
        world.loop.runFor(Duration.ofMinutes(10));
        assertThat(owner.sealed).hasSize(1);
    }

    @Test
    void anIdleLogEndsItsLedger() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.loop.runFor(Duration.ofMinutes(80));
        assertThat(owner.sealed).hasSize(1);
        assertThat(owner.log().segments()).isEqualTo(owner.sealed);
    }

    @Test
    void readsOpenSegmentsUpToTheConfirmedEndAndSealedOnesWhole() {
        TestOwner owner = world.owner("a");
        for (int i = 0; i < 5; i++) {
            owner.appendAndRun("r" + i);
        }
        world.ledgers.faults().holdAcks();
        owner.appendAndRun("unconfirmed");
        long ledgerId = owner.log().segments().get(0).ledgerId();
        assertThat(texts(world.await(owner.log().read(ledgerId, 1, 99, 1 << 20))))
                .containsExactly("r1", "r2", "r3", "r4");
        assertThatThrownBy(() -> owner.log().read(ledgerId, 5, 5, 1)).isInstanceOf(IllegalArgumentException.class);
        world.ledgers.faults().releaseAcks();
        world.await(owner.log().seal());
        assertThat(texts(world.await(owner.log().read(ledgerId, 4, 5, 1 << 20))))
                .containsExactly("r4", "unconfirmed");
        assertThat(texts(world.await(owner.log().read(ledgerId, 2, 5, 1)))).containsExactly("r2");
    }

    private static List<String> texts(List<Entry> entries) {
        List<String> texts = new ArrayList<>();
        for (Entry entry : entries) {
            for (LogRecord record : entry) {
                texts.add(record.body().toString(java.nio.charset.StandardCharsets.UTF_8));
            }
            entry.release();
        }
        return texts;
    }

    @Test
    void acknowledgementsWaitForALookAtTheNodeAfterAStandstill() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.ledgers.faults().holdAcks();
        owner.appendAndRun("1");
        owner.metadata.suspend();
        world.loop.run();
        world.loop.pause(Duration.ofSeconds(20));
        world.ledgers.faults().releaseAcks();
        world.loop.run();
        assertThat(owner.confirmed).containsExactly(0L);
        owner.metadata.resume();
        world.loop.runFor(Duration.ofSeconds(5));
        assertThat(owner.confirmed).isEqualTo(upTo(2));
    }

    @Test
    void aLookThatLeftBeforeAStandstillDoesNotCount() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        world.loop.runFor(Duration.ofSeconds(50));
        world.ledgers.faults().holdAcks();
        owner.appendAndRun("1");
        owner.metadata.holdReplies();
        world.loop.runFor(Duration.ofSeconds(15));
        world.loop.pause(Duration.ofSeconds(20));
        owner.metadata.releaseReplies();
        owner.metadata.suspend();
        world.ledgers.faults().releaseAcks();
        world.loop.runFor(Duration.ofSeconds(1));
        assertThat(owner.confirmed).containsExactly(0L);
        owner.metadata.resume();
        world.loop.runFor(Duration.ofSeconds(5));
        assertThat(owner.confirmed).isEqualTo(upTo(2));
    }

    @Test
    void answersThatRestOnConfirmedStateWaitAsWell() {
        TestOwner owner = world.owner("a");
        assertThat(owner.log().mayAnswer()).isTrue();
        world.loop.pause(Duration.ofSeconds(20));
        assertThat(owner.log().mayAnswer()).isFalse();
        int seen = owner.ownershipSeen;
        world.loop.runFor(Duration.ofSeconds(1));
        assertThat(owner.log().mayAnswer()).isTrue();
        assertThat(owner.ownershipSeen).isGreaterThan(seen);
        owner.log().abort();
        assertThat(owner.log().mayAnswer()).isFalse();
    }

    @Test
    void acknowledgementsStopWhenTheNodeWasNotSeenForTooLong() {
        TestOwner owner = world.owner("a");
        owner.appendAndRun("0");
        owner.metadata.suspend();
        world.loop.runFor(Duration.ofMinutes(14));
        owner.appendAndRun("1");
        assertThat(owner.confirmed).isEqualTo(upTo(2));
        world.loop.runFor(Duration.ofMinutes(2));
        owner.appendAndRun("2");
        assertThat(owner.confirmed).isEqualTo(upTo(2));
        world.loop.runFor(Duration.ofSeconds(40));
        assertThat(owner.lost).isInstanceOf(StoreException.Unavailable.class);
    }

    @Test
    void anOwnerLearnsOfAnotherClaimWithoutWriting() {
        TestOwner a = world.owner("a");
        a.appendAndRun("0");
        TestOwner b = world.owner("b");
        world.loop.runFor(Duration.ofMinutes(2));
        assertThat(a.lost).isInstanceOf(StoreException.Fenced.class);
        assertThat(b.lost).isNull();
    }
}
