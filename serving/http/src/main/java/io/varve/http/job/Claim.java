/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import io.varve.protocol.error.VarveException;
import io.varve.replay.checkpoint.Checkpoint;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process' hold on a job. It holds for {@link #HOLD} after each time that the store has told so, which is less than the
 * store takes to declare a process dead: whoever is cut off stops before another one begins, be it that its work looks or that
 * {@link #expire} is called. The methods of the work are for one thread; its monitor guards how it ends, which others may say.
 */
public final class Claim {
    /** How long the store's word counts. */
    static final Duration HOLD = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Claim.class);
    private static final int SAVE_SECONDS = 5;

    private final JobTable table;
    private final Job job;
    private final LongSupplier nanoTime;
    private volatile long confirmedNanos;
    private volatile Ending ending = Ending.NONE;
    private @Nullable Runnable told;

    /** Why the work is to end before it is done. */
    enum Ending {
        /** It isn't. */
        NONE,
        /** Somebody asked for the job's end. */
        STOPPED,
        /** This process ends. */
        CLOSING,
        /** The job isn't its own any more, or may not be. */
        LOST
    }

    /**
     * Of a job that was claimed.
     *
     * @param nanoTime a monotonic clock
     * @param askedNanos by that clock, when the store was asked for it
     */
    Claim(JobTable table, Job job, LongSupplier nanoTime, long askedNanos) {
        this.table = table;
        this.job = job;
        this.nanoTime = nanoTime;
        this.confirmedNanos = askedNanos;
    }

    /** The job as it was when it was claimed. */
    public Job job() {
        return job;
    }

    /** Whether nobody has claimed the job before. */
    public boolean isFirst() {
        return job.claim() == 1;
    }

    /** Calls this, from any thread, when the work is to end; at once if it is already. */
    public void onEnd(Runnable listener) {
        synchronized (this) {
            told = listener;
        }
        if (ending != Ending.NONE) {
            listener.run();
        }
    }

    /** To be called before each step that nobody else may do meanwhile. */
    public void check() throws ClaimLost {
        if (isLost()) {
            throw new ClaimLost("job " + job.id() + " is another's by now, or may be");
        }
        if (expire()) {
            throw new ClaimLost("job " + job.id() + " may be another's by now: nothing was heard of it for "
                    + HOLD.toSeconds() + " s");
        }
    }

    /** Whether the work was told to end before it is done; what it fails with from then on is no failure of its own. */
    boolean isEnding() {
        return ending != Ending.NONE;
    }

    /** Whether another process does the job by now, or may. */
    public boolean isLost() {
        return ending == Ending.LOST;
    }

    /** Ends the work if the store's word counts no more; whether it did so now. To be called often, from any thread. */
    boolean expire() {
        if (isLost() || nanoTime.getAsLong() - confirmedNanos <= HOLD.toNanos()) {
            return false;
        }
        end(Ending.LOST);
        return true;
    }

    /**
     * Keeps a checkpoint, if the store can be reached: otherwise the work goes on from the one before, should it come to that.
     *
     * @param ends see {@link Copying#ends}
     */
    public void save(Checkpoint checkpoint, Map<Integer, Long> ends) throws ClaimLost {
        check();
        long askedNanos = nanoTime.getAsLong();
        try {
            Optional<Job> now = table.update(job.id(), present -> present.progressed(job.claim(), checkpoint, ends))
                    .get(SAVE_SECONDS, TimeUnit.SECONDS);
            heard(now, askedNanos);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("a checkpoint can't be kept job={}", job.id(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Ending.CLOSING);
        }
        check();
    }

    /** Takes what the store has of the job, which was asked for at this time. */
    void heard(Optional<Job> now, long askedNanos) {
        if (now.isEmpty() || !now.get().isHeldBy(job.claim())) {
            end(Ending.LOST);
            return;
        }
        confirmedNanos = Math.max(confirmedNanos, askedNanos);
        if (now.get().stopAsked()) {
            end(Ending.STOPPED);
        }
    }

    /** Tells the work to end; that a job is lost outweighs every other reason. */
    void end(Ending why) {
        Runnable listener;
        synchronized (this) {
            if (ending == Ending.NONE || why == Ending.LOST) {
                ending = why;
            }
            listener = told;
        }
        if (listener != null) {
            listener.run();
        }
    }

    /** What becomes of the job when its work has ended, all of it or not. */
    Job after(Job present, boolean isComplete) {
        return isComplete
                ? present.ended(job.claim(), Job.State.DONE, null, table.nowMs())
                : isStopped()
                        ? present.ended(job.claim(), Job.State.STOPPED, present.error(), table.nowMs())
                        : present.released(job.claim());
    }

    /** What becomes of the job when its work has failed. */
    Job after(Job present, VarveException why) {
        if (isEnding()) {
            return after(present, false);
        }
        Job.Failure failure = new Job.Failure(
                why.code().name(), String.valueOf(why.getMessage()), why.code().retriable());
        return failure.retriable() && !present.isHopeless(table.nowMs())
                ? present.released(job.claim(), failure, table.nowMs())
                : present.ended(job.claim(), Job.State.FAILED, failure, table.nowMs());
    }

    private boolean isStopped() {
        return ending == Ending.STOPPED;
    }
}
