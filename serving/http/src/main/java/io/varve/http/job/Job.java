/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import io.varve.replay.checkpoint.Checkpoint;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * @param failingSinceMs when the first of them was, in ms since the epoch; null if there is none
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
        @Nullable Long failingSinceMs,
        @Nullable Failure error,
        @Nullable Copying copying,
        @Nullable Moving moving) {
    /** How long failures may go on without any progress; the next one is for good. Long enough for people to mend what it is. */
    public static final Duration PATIENCE = Duration.ofHours(24);

    /** Of nobody. */
    private static final String NOBODY = "";

    /** Pauses after failures double from two seconds on; later ones are a minute. */
    private static final int DOUBLINGS = 5;

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
        return new Job(id, topic, nowMs, 0, State.WAITING, NOBODY, 0, false, 0, null, null, work, null);
    }

    /** A job that has moved a group. */
    public static Job moved(String id, String topic, Moving work, long nowMs) {
        return new Job(id, topic, nowMs, nowMs, State.DONE, NOBODY, 0, false, 0, null, null, null, work);
    }

    /** Whether nothing changes any more. */
    public boolean isOver() {
        return state == State.DONE || state == State.STOPPED || state == State.FAILED;
    }

    /** Whether it may be tried again by now: soon after its first failures, once a minute later. */
    public boolean isDue(long nowMs) {
        Long since = failingSinceMs;
        if (since == null || nowMs < since) {
            return true;
        }
        int doublings = Math.min(failures, DOUBLINGS);
        long seconds = (2L << doublings) - 2 + (failures - doublings) * 60L;
        return nowMs - since >= TimeUnit.SECONDS.toMillis(seconds);
    }

    /** Whether it has been failing for so long that nobody expects it to pass. */
    public boolean isHopeless(long nowMs) {
        Long since = failingSinceMs;
        return since != null && nowMs - since >= PATIENCE.toMillis();
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
                        failingSinceMs,
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
                isFurther ? null : failingSinceMs,
                isFurther ? null : error,
                work().at(checkpoint, ends),
                null);
    }

    /** Given back, so that another process goes on with it; if this claim still holds. */
    public Job released(int byClaim) {
        return released(byClaim, failures, failingSinceMs, error);
    }

    /** Given back after a failure that may pass; if this claim still holds. */
    public Job released(int byClaim, Failure why, long nowMs) {
        return released(byClaim, failures + 1, failingSinceMs == null ? nowMs : failingSinceMs, why);
    }

    private Job released(int byClaim, int nowFailures, @Nullable Long sinceMs, @Nullable Failure why) {
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
                        sinceMs,
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
                : new Job(
                        id,
                        topic,
                        createdMs,
                        endedMs,
                        state,
                        owner,
                        claim,
                        true,
                        failures,
                        failingSinceMs,
                        error,
                        copying,
                        moving);
    }

    /** Whether who claimed it as the {@code byClaim}-th still has it. */
    public boolean isHeldBy(int byClaim) {
        return state == State.RUNNING && claim == byClaim;
    }

    private Job ended(State end, @Nullable Failure why, long nowMs) {
        return new Job(
                id,
                topic,
                createdMs,
                nowMs,
                end,
                NOBODY,
                claim,
                stopAsked,
                failures,
                failingSinceMs,
                why,
                copying,
                moving);
    }
}
