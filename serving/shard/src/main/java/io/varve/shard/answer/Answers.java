/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.answer;

import io.varve.log.LatencyHistogram;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers that wait for confirmation, in the order of the log. Owned by the shard's loop.
 *
 * <p>State is applied when a record is appended, before any bookie has it. Whatever is computed from that state (success, error,
 * duplicate, query) is a promise only once the log is confirmed up to there, so it waits here (I2). There is no rollback: either
 * the log gets there, or the whole image is dropped and every waiting command is told what is known of it.
 */
public final class Answers {
    private final ArrayDeque<Waiting<?>> waiting = new ArrayDeque<>();
    private final BooleanSupplier mayAnswer;
    private final LongSupplier nanoTime;
    private final LatencyHistogram appendLatency = new LatencyHistogram();
    private long confirmedEnd;
    private @Nullable VarveException gone;

    /** Either {@code answer} or {@code error} is there. */
    private record Waiting<T>(
            long end,
            boolean appended,
            long sinceNanos,
            Reply<T> reply,
            @Nullable T answer,
            @Nullable VarveException error) {
        void release() {
            if (error != null) {
                reply.failed(error);
            } else {
                reply.done(Objects.requireNonNull(answer));
            }
        }
    }

    /**
     * Everything below {@code confirmedEnd} (exclusive) is confirmed to begin with.
     *
     * @param mayAnswer whether confirmed state is known to be the present one; when it isn't, for example after the process stood
     *     still, another owner may have gone further (I3), and answers wait for {@link #resume()}
     * @param nanoTime monotonic, to measure how long answers wait
     */
    public Answers(long confirmedEnd, BooleanSupplier mayAnswer, LongSupplier nanoTime) {
        this.confirmedEnd = confirmedEnd;
        this.mayAnswer = mayAnswer;
        this.nanoTime = nanoTime;
    }

    /**
     * Answers a command whose record was appended.
     *
     * @param end the sequence after the command's last record
     */
    public <T> void afterAppend(long end, Reply<T> reply, T answer) {
        waiting.add(new Waiting<>(end, true, nanoTime.getAsLong(), reply, answer, null));
    }

    /**
     * Answers a query that saw the state of all records below {@code end}: now if they are confirmed, else when they are.
     */
    public <T> void afterRead(long end, Reply<T> reply, T answer) {
        if (gone != null) {
            reply.failed(gone);
        } else if (end <= confirmedEnd && mayAnswer.getAsBoolean()) {
            reply.done(answer);
        } else {
            waiting.add(new Waiting<>(end, false, 0, reply, answer, null));
        }
    }

    /** Refuses a command on account of the state of all records below {@code end}. */
    public <T> void refuseAfter(long end, Reply<T> reply, VarveException error) {
        if (gone != null) {
            reply.failed(gone);
        } else if (end <= confirmedEnd && mayAnswer.getAsBoolean()) {
            reply.failed(error);
        } else {
            waiting.add(new Waiting<>(end, false, 0, reply, null, error));
        }
    }

    /** The log is confirmed up to {@code end} (exclusive): releases what waited for it, in order. */
    public void confirmed(long end) {
        confirmedEnd = end;
        long nowNanos = nanoTime.getAsLong();
        Waiting<?> next = waiting.peek();
        while (next != null && next.end <= end) {
            waiting.remove();
            if (next.appended) {
                appendLatency.record(nowNanos - next.sinceNanos);
            }
            next.release();
            next = waiting.peek();
        }
    }

    /** Confirmed state is known to be the present one again: releases the answers that waited for that. */
    public void resume() {
        confirmed(confirmedEnd);
    }

    /**
     * The image is dropped. Commands whose records were appended get {@code UNKNOWN_OUTCOME}: recovery may keep them. The others
     * had no effect and get {@code error}, as does every query from now on.
     */
    public void dropped(VarveException error) {
        gone = error;
        VarveException unknown = new VarveException(
                ErrorCode.UNKNOWN_OUTCOME,
                "the shard was lost before the write was confirmed, it may or may not be stored: " + error.getMessage(),
                error);
        Waiting<?> next = waiting.poll();
        while (next != null) {
            next.reply.failed(next.appended ? unknown : error);
            next = waiting.poll();
        }
    }

    /** How long commands that changed something took from their append to their answer. */
    public LatencyHistogram appendLatency() {
        return appendLatency;
    }

    /** How many answers wait. */
    public int size() {
        return waiting.size();
    }
}
