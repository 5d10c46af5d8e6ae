/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.EntryBuilder;
import io.varve.log.record.EntryHeader;
import io.varve.log.record.OperatorTime;
import io.varve.log.record.RecordType;
import java.time.InstantSource;

/** The entry that records are gathered in: gives out sequences and append times, and knows of snapshots what headers say. */
final class OpenEntry {
    private static final long NONE = -1;

    private final EntryBuilder builder;
    private final InstantSource clock;
    private final EntryHeader identity;
    private long nextSequence;
    private long lastTimeMs;
    /** Append time of this entry, from its first record on; of the one before while it is empty. */
    private long entryTimeMs;

    /** Set by a record of this entry, in force for the headers of later ones. */
    private long operatorTimeMs = NONE;

    private long snapshotEnd;
    private long snapshotEndHere = NONE;
    private long finishedBytes;
    /** Where the present snapshot began, and where the last complete one did, in bytes of log. */
    private long beginBytes;

    private long completeBeginBytes;

    /**
     * @param identity header fields that are the same for every entry of this claim
     * @param opened where the log stands
     */
    OpenEntry(EntryBuilder builder, InstantSource clock, EntryHeader identity, Takeover.Opened opened) {
        this.builder = builder;
        this.clock = clock;
        this.identity = identity;
        this.nextSequence = opened.nextSequence();
        this.snapshotEnd = opened.snapshotEnd();
        this.lastTimeMs = opened.appendMs();
        this.entryTimeMs = opened.appendMs();
        this.finishedBytes = opened.replayedBytes();
        this.beginBytes = finishedBytes;
    }

    long nextSequence() {
        return nextSequence;
    }

    long firstSequence() {
        return nextSequence - builder.recordCount();
    }

    boolean empty() {
        return builder.recordCount() == 0;
    }

    int bytes() {
        return builder.bytes();
    }

    long bytesSinceSnapshot() {
        return finishedBytes + builder.bytes() - completeBeginBytes;
    }

    /** Append time of the record that was appended last. */
    long timeMs() {
        return entryTimeMs;
    }

    /** @param body borrowed */
    long append(RecordType type, int flags, ByteBuf body) {
        begin();
        builder.append(type, flags, body);
        switch (type) {
            case SNAPSHOT_BEGIN -> beginBytes = finishedBytes;
            case SNAPSHOT_END -> {
                snapshotEndHere = nextSequence;
                completeBeginBytes = beginBytes;
            }
            case OPERATOR_TIME -> operatorTimeMs = OperatorTime.decode(body).timeMs();
            default -> {}
        }
        return nextSequence++;
    }

    /** @param batch borrowed */
    long appendBatch(BatchRecord fields, int flags, ByteBuf batch) {
        begin();
        builder.appendBatch(fields, flags, batch);
        return nextSequence++;
    }

    private void begin() {
        if (empty()) {
            lastTimeMs = Math.max(lastTimeMs, clock.millis());
            entryTimeMs = lastTimeMs;
        }
    }

    /** Ends the entry, which isn't empty, and starts the next. */
    PendingEntry finish(long confirmedEnd) {
        EntryBuilder.Finished finished = builder.finish(new EntryHeader(
                identity.clusterHash(),
                identity.shard(),
                identity.incarnation(),
                identity.epoch(),
                firstSequence(),
                0,
                entryTimeMs,
                snapshotEnd,
                confirmedEnd,
                EntryHeader.FEATURE_LEVEL,
                0));
        finishedBytes += finished.bytes().readableBytes();
        if (snapshotEndHere != NONE) {
            snapshotEnd = snapshotEndHere;
            snapshotEndHere = NONE;
        }
        if (operatorTimeMs != NONE) {
            lastTimeMs = operatorTimeMs;
            operatorTimeMs = NONE;
        }
        return new PendingEntry(finished.header(), finished.bytes());
    }

    void close() {
        builder.close();
    }
}
