/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.core;

import io.netty.buffer.ByteBuf;
import io.varve.log.Loop;
import io.varve.log.ShardLog;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.RecordBody;
import io.varve.protocol.error.VarveException;
import io.varve.shard.answer.Answers;
import io.varve.shard.answer.Reply;
import io.varve.shard.state.ShardState;
import java.time.InstantSource;

/**
 * What every command of a serving shard works with: append a record, see its effect on the state at once, answer when it is
 * confirmed. Owned by the shard's loop.
 */
public final class ShardCore {
    private final Loop loop;
    private final InstantSource clock;
    private final ShardLog log;
    private final ShardState state;
    private final Answers answers;
    private long appendedRecords;
    private long appendedBytes;

    /** A shard whose log was just opened and replayed into {@code state}. */
    public ShardCore(Loop loop, InstantSource clock, ShardLog log, ShardState state) {
        this.loop = loop;
        this.clock = clock;
        this.log = log;
        this.state = state;
        this.answers = new Answers(log.confirmedEnd(), log::mayAnswer, loop::nanoTime);
    }

    /** The shard's thread. */
    public Loop loop() {
        return loop;
    }

    /** Wall clock: for retention and ages only. */
    public InstantSource clock() {
        return clock;
    }

    /** The log, for everything but appending. */
    public ShardLog log() {
        return log;
    }

    /** The state with all appended records applied, confirmed or not. */
    public ShardState state() {
        return state;
    }

    /** Answers that wait for confirmation. */
    public Answers answers() {
        return answers;
    }

    /** Appends a record and applies it; returns its sequence. */
    public long append(RecordBody body) {
        long sequence = log.append(body);
        state.apply(body, log.appendTimeMs());
        return sequence;
    }

    /**
     * Appends a batch and applies it; returns its append time in ms.
     *
     * @param batch takes ownership
     */
    public long appendBatch(BatchRecord fields, ByteBuf batch) {
        batch.retain();
        try {
            log.appendBatch(fields, 0, batch);
            long appendMs = log.appendTimeMs();
            state.apply(fields, batch, 0, appendMs);
            appendedRecords += fields.count();
            appendedBytes += batch.readableBytes();
            return appendMs;
        } finally {
            batch.release();
        }
    }

    /** Records of batches that were appended since the shard was opened. */
    public long appendedRecords() {
        return appendedRecords;
    }

    /** Bytes of those batches. */
    public long appendedBytes() {
        return appendedBytes;
    }

    /** Answers a command whose record was appended last. */
    public <T> void answerAppended(Reply<T> reply, T answer) {
        answers.afterAppend(log.nextSequence(), reply, answer);
    }

    /** Answers a command that only looked at the state. */
    public <T> void answer(Reply<T> reply, T answer) {
        answers.afterRead(log.nextSequence(), reply, answer);
    }

    /**
     * Tells somebody who didn't ask of the state as it is now: once that is confirmed, and never if the shard is lost before.
     */
    public void whenConfirmed(Runnable tell) {
        answers.afterRead(log.nextSequence(), new Notice(), tell);
    }

    private static final class Notice implements Reply<Runnable> {
        @Override
        public void done(Runnable tell) {
            tell.run();
        }

        /** Who would have been told hears of the shard's end. */
        @Override
        public void failed(VarveException error) {}
    }

    /** Refuses a command on account of the state. */
    public void refuse(Reply<?> reply, VarveException error) {
        answers.refuseAfter(log.nextSequence(), reply, error);
    }
}
