/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import io.varve.client.record.RecordPosition;
import io.varve.client.transport.CallException;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.ProducerIdentity;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one partition's records need next. Decides only: it does no I/O and has no clock, and is owned by the producer's loop.
 *
 * <p>Records gather until a batch of them may be sent. The <em>window</em> holds the batches that were sent, oldest first; one
 * stays until all before it are done, so the broker, which remembers as many batches as the window holds, recognises each of
 * them when it comes again. When a batch fails but may be sent again, nothing is sent until every answer is in; then all that
 * isn't done goes out once more, in order and with the same sequences. When a batch of an idempotent producer fails for good,
 * the numbers after it can't be used any more: the queue <em>starts over</em> with a new identity, and batches that certainly
 * weren't stored go back among the gathered records.
 *
 * <p>A broker takes whatever sequence an idempotent producer that it doesn't know begins with. Were the first batches
 * pipelined, the first could be refused for a moment and the second stored before it. So the window of an identity holds one
 * batch until the first acknowledgement, and {@link ProducerOptions#MAX_IN_FLIGHT} from then on.
 */
final class PartitionQueue {
    private final String topic;
    private final int partition;
    private final boolean idempotent;
    private final int batchBytes;
    private final int maxRecordBytes;
    private final Consumer<OutRecord> finished;

    private final Deque<OutRecord> gathered = new ArrayDeque<>();
    private final Deque<OutBatch> window = new ArrayDeque<>();
    private long gatheredBytes;
    private int unanswered;
    private boolean repairing;
    private boolean startsOver;
    private @Nullable ProducerIdentity identity;
    private int nextSequence;
    private boolean knownToBroker;

    /** An empty queue; {@code finished} is told of each record just before its future completes. */
    PartitionQueue(
            String topic,
            int partition,
            boolean idempotent,
            int batchBytes,
            int maxRecordBytes,
            Consumer<OutRecord> finished) {
        this.topic = topic;
        this.partition = partition;
        this.idempotent = idempotent;
        this.batchBytes = batchBytes;
        this.maxRecordBytes = maxRecordBytes;
        this.finished = finished;
    }

    void add(OutRecord record) {
        gathered.add(record);
        gatheredBytes += record.mostBytes();
    }

    long gatheredBytes() {
        return gatheredBytes;
    }

    /** Whether the next batch could be cut at once. */
    boolean hasRoom() {
        int limit = idempotent && !knownToBroker ? 1 : ProducerOptions.MAX_IN_FLIGHT;
        return !repairing && window.size() < limit;
    }

    boolean isEmpty() {
        return gathered.isEmpty() && window.isEmpty();
    }

    boolean needsIdentity() {
        return idempotent && identity == null;
    }

    /** Sets a producer identity that this partition hasn't used; sequences start at 0. */
    void identity(ProducerIdentity fresh) {
        identity = fresh;
        nextSequence = 0;
        knownToBroker = false;
    }

    /** Whether something failed, so that nothing may be sent before {@link #repair} or {@link #startOver}. */
    boolean isRepairing() {
        return repairing;
    }

    /** Whether answers are still to come. */
    boolean awaitsAnswers() {
        return unanswered > 0;
    }

    /** Whether what has gathered is less than a batch, and another batch is under way. */
    boolean mayGatherMore() {
        if (gathered.isEmpty() || unanswered == 0 || gatheredBytes >= batchBytes) {
            return false;
        }
        return !isAlone(gathered.getFirst());
    }

    /** The next batch if one may be sent: it counts as sent from now on. */
    Optional<OutBatch> cut() {
        if (gathered.isEmpty() || !hasRoom()) {
            return Optional.empty();
        }
        List<OutRecord> records = new ArrayList<>();
        long bytes = 0;
        while (!gathered.isEmpty()) {
            OutRecord next = gathered.getFirst();
            boolean alone = isAlone(next);
            if (!records.isEmpty() && (alone || bytes + next.mostBytes() > batchBytes)) {
                break;
            }
            records.add(gathered.removeFirst());
            bytes += next.mostBytes();
            if (alone) {
                break;
            }
        }
        gatheredBytes -= bytes;
        OutBatch batch = new OutBatch(records, identity, nextSequence);
        nextSequence = Sequences.after(nextSequence, records.size());
        window.add(batch);
        unanswered++;
        return Optional.of(batch);
    }

    private boolean isAlone(OutRecord record) {
        // Near the limit a record fits only where its deltas are shortest: alone. With an id it may turn out to be
        // stored.
        return record.mostBytes() > maxRecordBytes || record.messageId != null;
    }

    void acknowledged(OutBatch batch, long baseOffset, Instant appendTime, boolean duplicate) {
        unanswered--;
        knownToBroker = true;
        if (batch.isDone()) {
            return;
        }
        batch.state(OutBatch.State.DONE);
        dropDone();
        long offset = baseOffset;
        for (OutRecord record : batch.records()) {
            finished.accept(record);
            record.position.complete(new RecordPosition(topic, partition, offset, appendTime, duplicate));
            if (baseOffset != RecordPosition.UNKNOWN_OFFSET) {
                offset++;
            }
        }
    }

    void failed(OutBatch batch, CallException why) {
        unanswered--;
        if (batch.isDone()) {
            return;
        }
        batch.failed(why);
        if (maySendAgain(batch, why)) {
            repairing = true;
        } else {
            boolean refused = batch.state() == OutBatch.State.REFUSED;
            failForGood(batch, refused ? why.code() : ErrorCode.UNKNOWN_OUTCOME, String.valueOf(why.getMessage()));
        }
    }

    /** Whether the repair is to start over, which sends nothing. */
    boolean startsOver() {
        return startsOver;
    }

    /**
     * Call when {@link #isRepairing} and no answer is to come: the batches to send again, in order. They count as sent from now
     * on.
     */
    List<OutBatch> repair() {
        repairing = false;
        List<OutBatch> again = new ArrayList<>();
        for (OutBatch batch : window) {
            if (!batch.isDone()) {
                batch.state(OutBatch.State.SENT);
                again.add(batch);
            }
        }
        unanswered = again.size();
        return again;
    }

    /** Call when {@link #startsOver} and no answer is to come. */
    void startOver() {
        startsOver = false;
        repairing = false;
        identity = null;
        knownToBroker = false;
        Iterator<OutBatch> newestFirst = window.descendingIterator();
        List<OutBatch> unknown = new ArrayList<>();
        while (newestFirst.hasNext()) {
            OutBatch batch = newestFirst.next();
            if (batch.state() == OutBatch.State.REFUSED) {
                gatherAgain(batch);
            } else if (!batch.isDone()) {
                unknown.add(0, batch);
            }
        }
        window.clear();
        for (OutBatch batch : unknown) {
            batch.state(OutBatch.State.DONE);
            CallException last = batch.lastFailure();
            batch.records()
                    .forEach(record -> fail(
                            record,
                            ErrorCode.UNKNOWN_OUTCOME,
                            "a batch before it failed for good, and this one's own outcome is unknown"
                                    + (last == null ? "" : ": " + last.getMessage())));
        }
    }

    /** Fails what has run out of time. */
    void expire(long nowNanos) {
        while (!gathered.isEmpty() && gathered.getFirst().deadlineNanos - nowNanos <= 0) {
            OutRecord record = gathered.removeFirst();
            gatheredBytes -= record.mostBytes();
            fail(record, ErrorCode.TIMEOUT, "record was not sent to " + place() + " within its delivery timeout");
        }
        for (OutBatch batch : List.copyOf(window)) {
            if (!batch.isDone() && batch.deadlineNanos() - nowNanos <= 0) {
                giveUp(batch, ErrorCode.TIMEOUT, "delivery timeout passed at " + place());
            }
        }
    }

    /** When something next runs out of time, if anything waits. */
    Optional<Long> nextDeadlineNanos() {
        for (OutBatch batch : window) {
            if (!batch.isDone()) {
                return Optional.of(batch.deadlineNanos());
            }
        }
        return gathered.isEmpty() ? Optional.empty() : Optional.of(gathered.getFirst().deadlineNanos);
    }

    /** Fails everything: what may have been stored with UNKNOWN_OUTCOME, the rest with the code. */
    void giveUpAll(ErrorCode code, String why) {
        for (OutBatch batch : List.copyOf(window)) {
            if (!batch.isDone()) {
                giveUp(batch, code, why);
            }
        }
        while (!gathered.isEmpty()) {
            OutRecord record = gathered.removeFirst();
            gatheredBytes -= record.mostBytes();
            fail(record, code, why);
        }
    }

    private boolean maySendAgain(OutBatch batch, CallException why) {
        if (why.code() == ErrorCode.OUT_OF_ORDER_SEQUENCE) {
            // Behind a batch that has to come first it says nothing about this one.
            return startsOver || oldestOpen() != batch;
        }
        return why.retriable() && (idempotent || !why.maybeApplied());
    }

    private @Nullable OutBatch oldestOpen() {
        for (OutBatch batch : window) {
            if (!batch.isDone()) {
                return batch;
            }
        }
        return null;
    }

    private void giveUp(OutBatch batch, ErrorCode code, String why) {
        CallException last = batch.lastFailure();
        String message = why + (last == null ? "" : "; last failure: " + last.code() + ", " + last.getMessage());
        failForGood(batch, batch.state() == OutBatch.State.REFUSED ? code : ErrorCode.UNKNOWN_OUTCOME, message);
    }

    private void failForGood(OutBatch batch, ErrorCode code, String message) {
        batch.state(OutBatch.State.DONE);
        if (idempotent) {
            repairing = true;
            startsOver = true;
        }
        dropDone();
        batch.records().forEach(record -> fail(record, code, message));
    }

    private void gatherAgain(OutBatch batch) {
        List<OutRecord> records = batch.records();
        for (int i = records.size() - 1; i >= 0; i--) {
            gathered.addFirst(records.get(i));
            gatheredBytes += records.get(i).mostBytes();
        }
    }

    private void dropDone() {
        while (!window.isEmpty() && window.getFirst().isDone()) {
            window.removeFirst();
        }
    }

    private void fail(OutRecord record, ErrorCode code, String message) {
        finished.accept(record);
        record.position.completeExceptionally(new VarveException(code, message));
    }

    private String place() {
        return "partition " + partition + " of topic " + topic;
    }
}
