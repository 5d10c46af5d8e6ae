/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
    private static final int PARTITION = 3;

    private final List<String> lines = new ArrayList<>();
    private final History history = new History(lines::add);
    private long now;

    @Test
    void whatWasAcknowledgedAndIsReadOnceInOrderIsGood() {
        long[] ids = stored(0, 5);
        tail(0, ids);
        last(ids);

        good();
        assertThat(lines)
                .startsWith("process 0 sender", "invoke 1 0.0 3", "ok 2 0.0 0")
                .contains("reading 0 TAIL 11 3 0 tail", "read 12 0 0:0.0 0.1 0.2 0.3 0.4");
    }

    @Test
    void anUnknownRecordMayBeThereOrNotAndLaterThanOthersOfItsProducer() {
        int process = history.process("sender");
        long first = unknown(process);
        long second = unknown(process);
        long third = history.invoke(process, PARTITION, tick());
        long pending = history.invoke(process, PARTITION, tick());
        history.ok(third, 0, tick());
        last(third, first, pending);

        assertThat(second).isNotEqualTo(first);
        good();
    }

    @Test
    void aRecordThatIsNotThereIsLost() {
        long[] ids = stored(0, 3);
        last(ids[0], ids[1]);

        bad(Anomaly.Kind.LOST, "0.2, acknowledged at offset 2 of partition 3, which ends at 2");
    }

    @Test
    void aRecordAtAnotherOffsetThanToldIsTwoRecordsAtOne() {
        long[] ids = stored(0, 2);
        last(ids[1], ids[0]);

        assertThat(HistoryChecker.check(history).named())
                .extracting(Anomaly::toString)
                .containsExactlyInAnyOrder(
                        "TWO_RECORDS: offset 0 of partition 3 is 0.1 for last, and was 0.0",
                        "TWO_RECORDS: offset 1 of partition 3 is 0.0 for last, and was 0.1",
                        "MISPLACED: 0.0, acknowledged at offset 0 of partition 3, is at offset 1",
                        "MISPLACED: 0.1, acknowledged at offset 1 of partition 3, is at offset 0");
    }

    @Test
    void anAcknowledgedRecordThatIsOnlyElsewhereIsMisplaced() {
        int process = history.process("sender");
        long id = history.invoke(process, PARTITION, tick());
        history.ok(id, 7, tick());
        last(id);

        bad(Anomaly.Kind.MISPLACED, "0.0, acknowledged at offset 7 of partition 3, is at offset 0");
    }

    @Test
    void aRecordThatAReaderWasGivenAndThatIsNotThereInTheEndWasShownBeforeItWasStored() {
        long[] ids = stored(0, 2);
        long unknown = unknown(history.process("other"));
        tail(0, ids[0], ids[1], unknown);
        last(ids);

        bad(Anomaly.Kind.BEYOND_THE_END, "1.0 was given at offset 2 of partition 3, which ends at 2");
    }

    @Test
    void twoRecordsAcknowledgedAtOneOffsetAreFoundWithoutAnyReading() {
        int process = history.process("sender");
        long first = history.invoke(process, PARTITION, tick());
        long second = history.invoke(process, PARTITION, tick());
        history.ok(first, 0, tick());
        history.ok(second, 0, tick());
        last(first);

        assertThat(HistoryChecker.check(history).counts()).containsKeys(Anomaly.Kind.TWO_RECORDS, Anomaly.Kind.LOST);
    }

    @Test
    void anOffsetThatChangesBetweenTwoReadingsIsTwoRecordsAtOne() {
        int process = history.process("sender");
        long first = unknown(process);
        long second = unknown(process);
        tail(0, first);
        last(second);

        bad(Anomaly.Kind.TWO_RECORDS, "offset 0 of partition 3 is 0.1 for last, and was 0.0");
    }

    @Test
    void anAcknowledgedRecordThatIsThereTwiceIsADuplicate() {
        long[] ids = stored(0, 2);
        last(ids[0], ids[1], ids[0]);

        bad(Anomaly.Kind.DUPLICATE, "0.0 is there 2 times, first at offset 0 of partition 3");
    }

    @Test
    void anUnknownRecordThatIsThereTwiceIsOneTooMany() {
        long id = unknown(history.process("sender"));
        last(id, id);

        bad(Anomaly.Kind.UNKNOWN_TWICE, "0.0 is there 2 times, first at offset 0 of partition 3");
    }

    @Test
    void aRecordThatFailedForSureMustNotBeRead() {
        int process = history.process("sender");
        long id = history.invoke(process, PARTITION, tick());
        history.failed(id, "BUSY", tick());
        last(id);

        bad(Anomaly.Kind.FAILED_READ, "last was given 0.0 at offset 0 of partition 3");
        assertThat(history.codes()).containsEntry("produce BUSY", 1L);
    }

    @Test
    void bytesThatNobodySentAndRecordsOfOtherPartitionsArePhantoms() {
        int process = history.process("sender");
        long elsewhere = history.invoke(process, PARTITION + 1, tick());
        history.unknown(elsewhere, "TIMEOUT", tick());
        last(ValueId.NONE, elsewhere, ValueId.of(process, 7));
        history.reading("last", Reading.By.LAST, PARTITION + 1, 0, tick());

        bad(
                Anomaly.Kind.PHANTOM,
                "last was given bytes that nobody sent at offset 0 of partition 3",
                "last was given 0.0 at offset 1 of partition 3",
                "last was given 0.7 at offset 2 of partition 3");
    }

    @Test
    void aProducersRecordsInAnotherOrderAreReordered() {
        int process = history.process("sender");
        long first = history.invoke(process, PARTITION, tick());
        long second = history.invoke(process, PARTITION, tick());
        history.ok(second, 0, tick());
        history.ok(first, 1, tick());
        last(second, first);

        bad(
                Anomaly.Kind.REORDERED,
                "0.1 at offset 0 of partition 3 was sent after 0.0 at offset 1 of partition 3 by the same");
    }

    @Test
    void anUnknownRecordBeforeAnEarlierOneOfItsProducerThatWasAcknowledgedLaterIsReordered() {
        int process = history.process("sender");
        long first = history.invoke(process, PARTITION, tick());
        long second = history.invoke(process, PARTITION, tick());
        history.ok(first, 1, tick());
        history.unknown(second, "UNKNOWN_OUTCOME", tick());
        last(second, first);

        bad(
                Anomaly.Kind.REORDERED,
                "0.1 at offset 0 of partition 3 was sent after 0.0 at offset 1 of partition 3 by the same");
    }

    @Test
    void aRecordBeforeOneThatHadBeenAcknowledgedToSomebodyElseIsReordered() {
        int one = history.process("one");
        int other = history.process("other");
        long first = history.invoke(one, PARTITION, tick());
        history.ok(first, 1, tick());
        long second = history.invoke(other, PARTITION, tick());
        history.unknown(second, "UNKNOWN_OUTCOME", tick());
        last(second, first);

        bad(
                Anomaly.Kind.REORDERED,
                "1.0 at offset 0 of partition 3 was sent when 0.0 at offset 1 of partition 3 had been acknowledged");
    }

    @Test
    void recordsOfSeveralProducersThatWereUnderWayTogetherMayStandInAnyOrder() {
        int one = history.process("one");
        int other = history.process("other");
        long first = history.invoke(one, PARTITION, tick());
        long second = history.invoke(other, PARTITION, tick());
        history.ok(first, 1, tick());
        history.ok(second, 0, tick());
        last(second, first);

        good();
    }

    @Test
    void aReaderThatIsNotGivenAnOffsetHasAGap() {
        long[] ids = stored(0, 4);
        Reading tail = history.reading("tail", Reading.By.TAIL, PARTITION, 0, tick());
        history.read(tail, new long[] {0, 1, 3}, new long[] {ids[0], ids[1], ids[3]}, tick());
        Reading reread = history.reading("reread", Reading.By.REREAD, PARTITION, 1, tick());
        history.read(reread, new long[] {2, 3}, new long[] {ids[2], ids[3]}, tick());
        last(ids);

        bad(
                Anomaly.Kind.GAP,
                "tail was given offset 3 of partition 3 when offset 2 was due",
                "reread was given offset 2 of partition 3 when offset 1 was due");
        assertThat(lines).contains("read 10 0 0:0.0 0.1 3:0.3");
    }

    @Test
    void aReaderThatIsGivenAnEarlierOffsetIsNotMonotonic() {
        long[] ids = stored(0, 3);
        Reading tail = history.reading("tail", Reading.By.TAIL, PARTITION, 0, tick());
        history.read(tail, new long[] {0, 1}, new long[] {ids[0], ids[1]}, tick());
        history.read(tail, new long[] {1, 2}, new long[] {ids[1], ids[2]}, tick());
        last(ids);

        bad(Anomaly.Kind.NOT_MONOTONIC, "tail was given offset 1 of partition 3 when offset 2 was due");
    }

    @Test
    void recordsThatWereNotCommittedComeAgainAfterARebalance() {
        long[] ids = stored(0, 6);
        Reading first = member("one");
        given(first, 0, ids[0], ids[1], ids[2], ids[3]);
        commit("one", 2, Outcome.OK);
        commit("one", 4, Outcome.UNKNOWN);
        Reading second = member("two");
        given(second, 2, ids[2], ids[3], ids[4]);
        commit("one", 4, Outcome.FAILED);
        history.progress("operator", PARTITION, 2, tick(), tick());
        commit("two", 5, Outcome.OK);
        Reading third = member("three");
        given(third, 5, ids[5]);
        commit("three", 6, Outcome.OK);
        history.progress("operator", PARTITION, 6, tick(), tick());
        last(ids);

        good();
    }

    @Test
    void anUnknownCommitMayCountLater() {
        long[] ids = stored(0, 2);
        Reading first = member("one");
        given(first, 0, ids);
        commit("one", 2, Outcome.UNKNOWN);
        history.progress("operator", PARTITION, 2, tick(), tick());
        last(ids);

        good();
    }

    @Test
    void aMemberThatBeginsBeforeAnAcknowledgedCommitShowsThatItMovedBack() {
        long[] ids = stored(0, 3);
        given(member("one"), 0, ids);
        commit("one", 3, Outcome.OK);
        given(member("two"), 1, ids[1], ids[2]);
        last(ids);

        bad(Anomaly.Kind.COMMIT_MOVED_BACK, "progress in partition 3 is 1 for two, and was 3 for one");
    }

    @Test
    void progressThatGoesBackBetweenTwoAnswersMovedBack() {
        long[] ids = stored(0, 3);
        given(member("one"), 0, ids);
        commit("one", 2, Outcome.UNKNOWN);
        history.progress("operator", PARTITION, 2, tick(), tick());
        history.progress("operator", PARTITION, 0, tick(), tick());
        last(ids);

        bad(Anomaly.Kind.COMMIT_MOVED_BACK, "progress in partition 3 is 0 for operator, and was 2 for operator");
    }

    @Test
    void anAcknowledgedCommitBelowAnEarlierOneMovedBack() {
        long[] ids = stored(0, 3);
        given(member("one"), 0, ids);
        commit("one", 3, Outcome.OK);
        commit("one", 1, Outcome.OK);
        last(ids);

        bad(Anomaly.Kind.COMMIT_MOVED_BACK, "progress in partition 3 is 1 for one, and was 3 for one");
    }

    @Test
    void aCommitOfAFormerMemberThatIsAcceptedIsAnAnomalyAlsoWhenProgressMovesOn() {
        long[] ids = stored(0, 3);
        given(member("one"), 0, ids);
        given(member("two"), 0, ids);
        commit("two", 1, Outcome.OK);
        commit("one", 3, Outcome.OK);
        last(ids);

        bad(
                Anomaly.Kind.COMMIT_BY_FORMER,
                "commit of 3 in partition 3 by one was accepted after one by two, who had been given it later");
    }

    @Test
    void aMemberThatBeginsLateWithWhatIsNotItsAnyMoreMakesNobodyAFormerOne() {
        long[] ids = stored(0, 3);
        given(member("one"), 0, ids);
        given(member("two"), 0, ids);
        commit("one", 2, Outcome.OK);
        commit("two", 2, Outcome.FAILED);
        commit("one", 3, Outcome.OK);
        last(ids);

        good();
    }

    @Test
    void aCommitOfAFormerMemberMayBeRefusedOrUnderWayWhenTheNextBeginsAndAMemberMayComeBack() {
        long[] ids = stored(0, 3);
        given(member("one"), 0, ids);
        long invoked = tick();
        given(member("two"), 0, ids);
        history.commit("one", PARTITION, 1, Outcome.OK, "OK", invoked, tick());
        commit("two", 1, Outcome.OK);
        commit("one", 3, Outcome.FAILED);
        given(member("one"), 1, ids[1], ids[2]);
        commit("one", 3, Outcome.OK);
        last(ids);

        good();
    }

    @Test
    void progressBeyondEveryCommitSkipsRecords() {
        long[] ids = stored(0, 3);
        given(member("one"), 0, ids);
        commit("one", 1, Outcome.OK);
        commit("one", 3, Outcome.FAILED);
        given(member("two"), 2, ids[2]);
        last(ids);

        bad(Anomaly.Kind.COMMIT_AHEAD, "progress in partition 3 is 2 for two, and nobody had committed more than 1");
    }

    @Test
    void recordsThatTheGroupNeverDeliveredAreSkipped() {
        long[] ids = stored(0, 4);
        given(member("one"), 0, ids[0]);
        commit("one", 3, Outcome.OK);
        given(member("two"), 3, ids[3]);
        last(ids);

        bad(Anomaly.Kind.SKIPPED, "2 records of partition 3, first at offset 1");
    }

    @Test
    void aPartitionThatNobodyReadToItsEndProvesNothing() {
        stored(0, 1);

        bad(Anomaly.Kind.UNREADABLE, "partition 3 was never read to its end");
    }

    @Test
    void whatARefusedReaderSaysIsAnAnomaly() {
        last(stored(0, 1));
        history.unreadable("tail: DAMAGED", tick());

        bad(Anomaly.Kind.UNREADABLE, "tail: DAMAGED");
    }

    @Test
    void manyAnomaliesOfOneKindAreCountedAndSomeAreNamed() {
        long[] ids = stored(0, 100);
        last(ids[0]);

        HistoryChecker.Verdict verdict = HistoryChecker.check(history);
        assertThat(verdict.counts()).containsEntry(Anomaly.Kind.LOST, 99L);
        assertThat(verdict.total()).isEqualTo(99);
        assertThat(verdict.named()).hasSize(10);
    }

    private long tick() {
        return ++now;
    }

    private long[] stored(long firstOffset, int count) {
        int process = history.process("sender");
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = history.invoke(process, PARTITION, tick());
            history.ok(ids[i], firstOffset + i, tick());
        }
        return ids;
    }

    private long unknown(int process) {
        long id = history.invoke(process, PARTITION, tick());
        history.unknown(id, "UNKNOWN_OUTCOME", tick());
        return id;
    }

    private Reading member(String name) {
        return history.reading(name, Reading.By.GROUP, PARTITION, -1, tick());
    }

    private void commit(String who, long offset, Outcome outcome) {
        history.commit(who, PARTITION, offset, outcome, outcome.name(), tick(), tick());
    }

    private void tail(long from, long... ids) {
        given(history.reading("tail", Reading.By.TAIL, PARTITION, from, tick()), from, ids);
    }

    private void last(long... ids) {
        given(history.reading("last", Reading.By.LAST, PARTITION, 0, tick()), 0, ids);
    }

    private void given(Reading reading, long from, long... ids) {
        history.read(reading, LongStream.range(from, from + ids.length).toArray(), ids, tick());
    }

    private void good() {
        assertThat(HistoryChecker.check(history).named()).isEmpty();
    }

    private void bad(Anomaly.Kind kind, String... texts) {
        assertThat(HistoryChecker.check(history).named())
                .allMatch(anomaly -> anomaly.kind() == kind)
                .extracting(Anomaly::text)
                .containsExactlyInAnyOrder(texts);
    }
}
