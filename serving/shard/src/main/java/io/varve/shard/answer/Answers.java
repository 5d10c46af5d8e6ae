/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.answer;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.util.ArrayDeque;
import java.util.Objects;
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
    private long confirmedEnd;

    /** Either {@code answer} or {@code error} is there. */
    private record Waiting<T>(
            long end,
            boolean appended,
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

    /** Everything below this sequence (exclusive) is confirmed to begin with. */
    public Answers(long confirmedEnd) {
        this.confirmedEnd = confirmedEnd;
    }

    /**
     * Answers a command whose record was appended.
     *
     * @param end the sequence after the command's last record
     */
    public <T> void afterAppend(long end, Reply<T> reply, T answer) {
        waiting.add(new Waiting<>(end, true, reply, answer, null));
    }

    /**
     * Answers a query that saw the state of all records below {@code end}: now if they are confirmed, else when they are.
     */
    public <T> void afterRead(long end, Reply<T> reply, T answer) {
        if (end <= confirmedEnd) {
            reply.done(answer);
        } else {
            waiting.add(new Waiting<>(end, false, reply, answer, null));
        }
    }

    /** Refuses a command on account of the state of all records below {@code end}. */
    public <T> void refuseAfter(long end, Reply<T> reply, VarveException error) {
        if (end <= confirmedEnd) {
            reply.failed(error);
        } else {
            waiting.add(new Waiting<>(end, false, reply, null, error));
        }
    }

    /** The log is confirmed up to {@code end} (exclusive): releases what waited for it, in order. */
    public void confirmed(long end) {
        confirmedEnd = end;
        Waiting<?> next = waiting.peek();
        while (next != null && next.end <= end) {
            waiting.remove();
            next.release();
            next = waiting.peek();
        }
    }

    /**
     * The image is dropped. Commands whose records were appended get {@code UNKNOWN_OUTCOME}: recovery may keep them. The others
     * had no effect and get {@code error}.
     */
    public void dropped(VarveException error) {
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

    /** How many answers wait. */
    public int size() {
        return waiting.size();
    }
}
