/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.transport.CallException;
import io.varve.protocol.batch.MessageId;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.Errors;
import io.varve.protocol.wire.ProducerIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionQueueTest {
    private static final int BATCH_BYTES = 1_000;
    private static final long DEADLINE = 1_000_000;

    private final List<OutRecord> finished = new ArrayList<>();
    private final PartitionQueue queue = queue(true);

    @Test
    void cutsBatchesBySizeAndAtMostFive() {
        List<OutRecord> records = add(queue, 40, 300);
        List<OutBatch> sent = cutAll(queue);
        assertThat(sent).hasSize(5);
        assertThat(sent).allSatisfy(batch -> assertThat(batch.records()).hasSize(3));
        assertThat(sent.get(4).records().get(2)).isSameAs(records.get(14));
        queue.acknowledged(sent.get(0), 100, Instant.EPOCH, false);
        assertThat(records.get(2).position.join().offset()).isEqualTo(102);
        assertThat(cutAll(queue)).hasSize(1);
    }

    @Test
    void sendsNothingBehindTheFirstBatchOfAnIdentityUntilItIsAcknowledged() {
        PartitionQueue begins = fresh(true);
        add(begins, 3, 900);
        OutBatch first = cutAll(begins).get(0);
        assertThat(cutAll(begins)).isEmpty();
        // A broker that doesn't know the identity yet would take the second one now.
        begins.failed(first, refused(ErrorCode.BUSY));
        assertThat(begins.repair()).containsExactly(first);
        assertThat(cutAll(begins)).isEmpty();
        begins.acknowledged(first, 0, Instant.EPOCH, false);
        assertThat(cutAll(begins)).hasSize(2);
    }

    @Test
    void whatIsLessThanABatchMayGatherWhileAnotherIsUnderWay() {
        assertThat(queue.mayGatherMore()).isFalse();
        add(queue, 1, 100);
        assertThat(queue.mayGatherMore()).isFalse();
        OutBatch first = cutAll(queue).get(0);
        assertThat(queue.mayGatherMore()).isFalse();

        add(queue, 1, 100);
        assertThat(queue.mayGatherMore()).isTrue();
        add(queue, 1, 900);
        assertThat(queue.mayGatherMore()).isFalse();

        OutBatch second = queue.cut().orElseThrow();
        queue.acknowledged(first, 0, Instant.EPOCH, false);
        assertThat(queue.mayGatherMore()).isTrue();
        queue.acknowledged(second, 1, Instant.EPOCH, false);
        assertThat(queue.mayGatherMore()).isFalse();
    }

    @Test
    void aRecordThatGoesAloneGathersNothing() {
        add(queue, 1, 100);
        OutBatch unused = cutAll(queue).get(0);
        queue.add(new OutRecord(3, 0, null, new byte[10], List.of(), new MessageId("id-1"), DEADLINE));

        assertThat(queue.mayGatherMore()).isFalse();
    }

    @Test
    void aNewIdentityIsUnknownToTheBrokerAgain() {
        add(queue, 4, 900);
        List<OutBatch> sent = cutAll(queue);
        queue.failed(sent.get(0), refused(ErrorCode.CORRUPT_BATCH));
        sent.subList(1, 4).forEach(batch -> queue.failed(batch, refused(ErrorCode.OUT_OF_ORDER_SEQUENCE)));
        queue.startOver();
        queue.identity(ProducerIdentity.newBuilder().setProducerId(2).build());
        assertThat(cutAll(queue)).hasSize(1);
    }

    @Test
    void withoutIdempotenceTheFirstBatchesArePipelined() {
        PartitionQueue plain = queue(false);
        add(plain, 3, 900);
        assertThat(cutAll(plain)).hasSize(3);
    }

    @Test
    void aRecordLargerThanABatchHasOneOfItsOwn() {
        add(queue, 1, 100);
        add(queue, 1, 5_000);
        add(queue, 1, 100);
        assertThat(cutAll(queue)).extracting(batch -> batch.records().size()).containsExactly(1, 1, 1);
    }

    @Test
    void theWindowStaysClosedBehindABatchWithoutAnswer() {
        add(queue, 40, 900);
        List<OutBatch> sent = cutAll(queue);
        for (int i = 1; i < 5; i++) {
            queue.acknowledged(sent.get(i), i, Instant.EPOCH, false);
        }
        assertThat(cutAll(queue)).isEmpty();
        queue.acknowledged(sent.get(0), 0, Instant.EPOCH, false);
        assertThat(cutAll(queue)).hasSize(5);
    }

    @Test
    void sendsWhatIsNotDoneAgainInOrderOnceAllAnswersAreIn() {
        add(queue, 3, 900);
        List<OutBatch> sent = cutAll(queue);
        queue.failed(sent.get(0), refused(ErrorCode.BUSY));
        queue.acknowledged(sent.get(1), 1, Instant.EPOCH, false);
        assertThat(queue.isRepairing()).isTrue();
        assertThat(queue.awaitsAnswers()).isTrue();
        queue.failed(sent.get(2), refused(ErrorCode.OUT_OF_ORDER_SEQUENCE));
        assertThat(queue.awaitsAnswers()).isFalse();
        assertThat(queue.repair()).containsExactly(sent.get(0), sent.get(2));
        assertThat(queue.isRepairing()).isFalse();
    }

    @Test
    void aSequenceOutOfOrderAtTheFrontIsTheEndOfTheIdentity() {
        List<OutRecord> records = add(queue, 2, 900);
        List<OutBatch> sent = cutAll(queue);
        queue.failed(sent.get(0), refused(ErrorCode.OUT_OF_ORDER_SEQUENCE));
        assertCode(records.get(0), ErrorCode.OUT_OF_ORDER_SEQUENCE);
        queue.failed(sent.get(1), refused(ErrorCode.OUT_OF_ORDER_SEQUENCE));
        assertThat(queue.startsOver()).isTrue();
        queue.startOver();
        assertThat(queue.needsIdentity()).isTrue();
        queue.identity(ProducerIdentity.newBuilder().setProducerId(2).build());
        // The second certainly wasn't stored, so it is sent under the new identity.
        assertThat(cutAll(queue).get(0).records()).containsExactly(records.get(1));
    }

    @Test
    void startingOverFailsWhatMayHaveBeenStored() {
        List<OutRecord> records = add(queue, 3, 900);
        List<OutBatch> sent = cutAll(queue);
        queue.failed(sent.get(0), refused(ErrorCode.CORRUPT_BATCH));
        queue.failed(sent.get(1), lost());
        queue.failed(sent.get(2), refused(ErrorCode.OUT_OF_ORDER_SEQUENCE));
        queue.startOver();
        assertCode(records.get(0), ErrorCode.CORRUPT_BATCH);
        assertCode(records.get(1), ErrorCode.UNKNOWN_OUTCOME);
        assertThat(records.get(2).position).isNotDone();
        assertThat(queue.gatheredBytes()).isPositive();
    }

    @Test
    void expiresWhatWasNeverSentWithTimeoutAndTheRestWithUnknownOutcome() {
        List<OutRecord> records = add(queue, 7, 900);
        List<OutBatch> sent = cutAll(queue);
        assertThat(queue.nextDeadlineNanos()).isEqualTo(Optional.of(DEADLINE));
        queue.expire(DEADLINE - 1);
        assertThat(finished).isEmpty();
        queue.failed(sent.get(0), refused(ErrorCode.BUSY));
        queue.expire(DEADLINE);
        assertThat(finished).containsExactlyInAnyOrderElementsOf(records);
        assertCode(records.get(0), ErrorCode.TIMEOUT);
        assertCode(records.get(1), ErrorCode.UNKNOWN_OUTCOME);
        assertCode(records.get(6), ErrorCode.TIMEOUT);
        assertThat(queue.nextDeadlineNanos()).isEmpty();
        // The answers that still come change nothing.
        sent.subList(1, 5).forEach(batch -> queue.acknowledged(batch, 0, Instant.EPOCH, false));
        assertThat(queue.awaitsAnswers()).isFalse();
        assertThat(finished).hasSize(7);
    }

    @Test
    void withoutIdempotenceAnUnknownOutcomeIsFinalAndNothingStartsOver() {
        PartitionQueue plain = queue(false);
        List<OutRecord> records = add(plain, 2, 900);
        List<OutBatch> sent = cutAll(plain);
        plain.failed(sent.get(0), lost());
        assertCode(records.get(0), ErrorCode.UNKNOWN_OUTCOME);
        assertThat(plain.isRepairing()).isFalse();
        plain.failed(sent.get(1), refused(ErrorCode.BUSY));
        assertThat(plain.repair()).containsExactly(sent.get(1));
    }

    @Test
    void aRefusalAfterALostAnswerLeavesTheOutcomeUnknown() {
        List<OutRecord> records = add(queue, 2, 900);
        List<OutBatch> sent = cutAll(queue);
        queue.failed(sent.get(0), lost());
        queue.failed(sent.get(1), refused(ErrorCode.BUSY));
        assertThat(queue.repair()).isEqualTo(sent);
        queue.failed(sent.get(0), refused(ErrorCode.BUSY));
        queue.failed(sent.get(1), refused(ErrorCode.BUSY));
        queue.expire(DEADLINE);
        assertCode(records.get(0), ErrorCode.UNKNOWN_OUTCOME);
        assertCode(records.get(1), ErrorCode.TIMEOUT);
    }

    @Test
    void whatMayHaveBeenStoredIsNotSentUnderANewIdentity() {
        List<OutRecord> records = add(queue, 3, 900);
        List<OutBatch> sent = cutAll(queue);
        queue.failed(sent.get(0), refused(ErrorCode.BUSY));
        queue.failed(sent.get(1), lost());
        queue.failed(sent.get(2), refused(ErrorCode.BUSY));
        queue.repair();
        queue.failed(sent.get(0), refused(ErrorCode.CORRUPT_BATCH));
        queue.failed(sent.get(1), refused(ErrorCode.BUSY));
        queue.failed(sent.get(2), refused(ErrorCode.BUSY));
        queue.startOver();
        queue.identity(ProducerIdentity.newBuilder().setProducerId(2).build());
        assertCode(records.get(1), ErrorCode.UNKNOWN_OUTCOME);
        assertThat(cutAll(queue)).flatExtracting(OutBatch::records).containsExactly(records.get(2));
    }

    @Test
    void withoutIdempotenceABatchThatIsNotAnsweredInTimeIsAnUnknownOutcome() {
        PartitionQueue plain = queue(false);
        List<OutRecord> records = add(plain, 1, 900);
        plain.failed(cutAll(plain).get(0), CallException.unanswered(ErrorCode.TIMEOUT, "not answered", null));
        assertCode(records.get(0), ErrorCode.UNKNOWN_OUTCOME);
    }

    @Test
    void aDefectOfTheBrokerLeavesTheOutcomeUnknown() {
        List<OutRecord> records = add(queue, 1, 900);
        queue.failed(cutAll(queue).get(0), refused(ErrorCode.INTERNAL));
        assertCode(records.get(0), ErrorCode.UNKNOWN_OUTCOME);
    }

    @Test
    void sequencesWrapToZero() {
        assertThat(Sequences.after(Integer.MAX_VALUE, 1)).isZero();
        assertThat(Sequences.after(Integer.MAX_VALUE - 2, 10)).isEqualTo(7);
        assertThat(Sequences.after(5, 10)).isEqualTo(15);
    }

    /** A queue whose first batch, if it is idempotent, was acknowledged. */
    private PartitionQueue queue(boolean idempotent) {
        PartitionQueue made = fresh(idempotent);
        if (idempotent) {
            add(made, 1, 10);
            made.acknowledged(cutAll(made).get(0), 0, Instant.EPOCH, false);
            finished.clear();
        }
        return made;
    }

    private PartitionQueue fresh(boolean idempotent) {
        PartitionQueue made = new PartitionQueue("orders", 3, idempotent, BATCH_BYTES, 1 << 20, finished::add);
        if (idempotent) {
            made.identity(ProducerIdentity.newBuilder().setProducerId(1).build());
        }
        return made;
    }

    private static List<OutRecord> add(PartitionQueue queue, int count, int valueBytes) {
        List<OutRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OutRecord record = new OutRecord(3, 0, null, new byte[valueBytes], List.of(), null, DEADLINE);
            records.add(record);
            queue.add(record);
        }
        return records;
    }

    private static List<OutBatch> cutAll(PartitionQueue queue) {
        List<OutBatch> batches = new ArrayList<>();
        for (Optional<OutBatch> next = queue.cut(); next.isPresent(); next = queue.cut()) {
            batches.add(next.get());
        }
        return batches;
    }

    private static CallException refused(ErrorCode code) {
        return CallException.answered(Errors.of(code, "refused"));
    }

    private static CallException lost() {
        return CallException.unanswered(ErrorCode.UNKNOWN_OUTCOME, "connection lost", null);
    }

    private static void assertCode(OutRecord record, ErrorCode code) {
        assertThatThrownBy(record.position::join)
                .cause()
                .isInstanceOfSatisfying(VarveException.class, failure -> assertThat(failure.code())
                        .isEqualTo(code));
    }
}
