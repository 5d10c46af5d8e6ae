/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import io.varve.replay.checkpoint.Checkpoint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A replay as the cluster keeps it. Immutable: each method returns what becomes of it, and the same again when it is done to the
 * result, so that a change whose answer was lost may be made once more.
 *
 * <pre>
 *            claimed                     ended
 *  WAITING ----------> RUNNING -------------------> DONE, STOPPED, FAILED
 *     ^  \               |  ^ claimed again, by another process
 *     |   \ asked to stop|  | or the same, when its owner is gone
 *     |    ---> STOPPED  |
 *     +------------------+
 *           released
 * </pre>
 *
 * @param id unique in the cluster
 * @param topic that is replayed
 * @param createdMs when it was accepted, in ms since the epoch
 * @param endedMs when it ended, in ms since the epoch; 0 before
 * @param state how far it is
 * @param owner the process that does it; empty if none does
 * @param claim how often it was claimed: who claimed it when that was another number has lost it
 * @param stopAsked whether its owner is to end it
 * @param failures in a row without any progress between, each of which may pass
 * @param error why it failed, or what keeps it from going on
 * @param copying what it copies; null if it is a group's
 * @param moving what moved; null if it copies
 */
public record Job(
        String id,
        String topic,
        long createdMs,
        long endedMs,
        State state,
        String owner,
        int claim,
        boolean stopAsked,
        int failures,
        @Nullable Failure error,
        @Nullable Copying copying,
        @Nullable Moving moving) {
    /** Failures that may pass, in a row; the next one is for good. Between two of them a process looks for work again. */
    static final int MOST_FAILURES = 30;

    /** Of nobody. */
    private static final String NOBODY = "";

    /** How far a job is. */
    public enum State {
        /** For a process that has room. */
        WAITING,
        /** Some process does it, or did when it died. */
        RUNNING,
        /** All of it is done. */
        DONE,
        /** Somebody asked for its end. */
        STOPPED,
        /** It can't be done; the error says why. */
        FAILED
    }

    /**
     * What went wrong.
     *
     * @param code the stable code
     * @param detail a sentence
     * @param retriable whether the same request may succeed later
     */
    public record Failure(String code, String detail, boolean retriable) {}

    /** One or the other. */
    public Job {
        if ((copying == null) == (moving == null)) {
            throw new IllegalArgumentException("job " + id + " has " + copying + " and " + moving + "; it takes one");
        }
    }

    /** A job that is to copy. */
    public static Job copying(String id, String topic, Copying work, long nowMs) {
        return new Job(id, topic, nowMs, 0, State.WAITING, NOBODY, 0, false, 0, null, work, null);
    }

    /** A job that has moved a group. */
    public static Job moved(String id, String topic, Moving work, long nowMs) {
        return new Job(id, topic, nowMs, nowMs, State.DONE, NOBODY, 0, false, 0, null, null, work);
    }

    /** Whether nothing changes any more. */
    public boolean isOver() {
        return state == State.DONE || state == State.STOPPED || state == State.FAILED;
    }

    /** What it copies, of a job that does. */
    public Copying work() {
        if (copying == null) {
            throw new IllegalStateException("job " + id + " copies nothing");
        }
        return copying;
    }

    /** Taken over by a process, if nobody has claimed it more often than {@code seen}. */
    public Job claimed(String process, int seen) {
        return isOver() || claim != seen
                ? this
                : new Job(
                        id,
                        topic,
                        createdMs,
                        endedMs,
                        State.RUNNING,
                        process,
                        claim + 1,
                        stopAsked,
                        failures,
                        error,
                        copying,
                        moving);
    }

    /** Further on, if this claim still holds. */
    public Job progressed(int byClaim, Checkpoint checkpoint, Map<Integer, Long> ends) {
        if (!isHeldBy(byClaim)) {
            return this;
        }
        boolean isFurther = checkpoint.offsetsLeft() < work().checkpoint().offsetsLeft();
        return new Job(
                id,
                topic,
                createdMs,
                endedMs,
                state,
                owner,
                claim,
                stopAsked,
                isFurther ? 0 : failures,
                isFurther ? null : error,
                work().at(checkpoint, ends),
                null);
    }

    /** Given back, so that another process goes on with it; if this claim still holds. */
    public Job released(int byClaim) {
        return released(byClaim, failures, error);
    }

    /** Given back after a failure that may pass; if this claim still holds. */
    public Job released(int byClaim, Failure why) {
        return released(byClaim, failures + 1, why);
    }

    private Job released(int byClaim, int nowFailures, @Nullable Failure why) {
        return isHeldBy(byClaim)
                ? new Job(
                        id,
                        topic,
                        createdMs,
                        endedMs,
                        State.WAITING,
                        NOBODY,
                        claim,
                        stopAsked,
                        nowFailures,
                        why,
                        copying,
                        moving)
                : this;
    }

    /** At its end, if this claim still holds. */
    public Job ended(int byClaim, State end, @Nullable Failure why, long nowMs) {
        return isHeldBy(byClaim) ? ended(end, why, nowMs) : this;
    }

    /** To end soon: at once if nobody does it. */
    public Job askedToStop(long nowMs) {
        if (isOver() || stopAsked) {
            return this;
        }
        return state == State.WAITING
                ? ended(State.STOPPED, error, nowMs)
                : new Job(id, topic, createdMs, endedMs, state, owner, claim, true, failures, error, copying, moving);
    }

    /** Whether who claimed it as the {@code byClaim}-th still has it. */
    public boolean isHeldBy(int byClaim) {
        return state == State.RUNNING && claim == byClaim;
    }

    private Job ended(State end, @Nullable Failure why, long nowMs) {
        return new Job(id, topic, createdMs, nowMs, end, NOBODY, claim, stopAsked, failures, why, copying, moving);
    }
}
