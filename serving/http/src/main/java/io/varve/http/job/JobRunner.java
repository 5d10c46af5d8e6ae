/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import io.varve.http.call.Problem;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the cluster's jobs as far as they fall to this process: it looks every two seconds for those that wait and those whose
 * owner is dead, claims as many as it has threads for, and lets go of what another one has claimed.
 */
public final class JobRunner implements AutoCloseable {
    /** Jobs at a time in one process. */
    public static final int MOST_RUNNING = 2;

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int SETTLE_SECONDS = 10;
    private static final int CLOSE_SECONDS = 5;

    private final JobTable table;
    private final JobStore store;
    private final Work work;
    private final JobCounters counters;
    private final LongSupplier nanoTime;
    private final Threads threads = new Threads("varve-replay-", MOST_RUNNING, MOST_RUNNING);

    /** By job. */
    private final Map<String, Claim> claims = new ConcurrentHashMap<>();

    /** 0 idle, 1 looking, 2 looking and asked to look again: rounds come one at a time. */
    private final AtomicInteger looks = new AtomicInteger();

    private final AtomicBoolean isBlind = new AtomicBoolean();
    private volatile boolean isClosing;
    private volatile long lookedNanos;

    /** What a job is. */
    public interface Work {
        /**
         * Does it, on a thread that may block.
         *
         * @return whether all of it is done; false only when the claim was told to end
         * @throws VarveException as it is for users: what is retriable is tried again later
         */
        boolean run(Claim claim) throws IOException;
    }

    /** Of this process; counts what it sees and what fails. */
    public JobRunner(JobTable table, JobStore store, Work work, JobCounters counters) {
        this(table, store, work, counters, System::nanoTime);
    }

    /** By this monotonic clock. */
    JobRunner(JobTable table, JobStore store, Work work, JobCounters counters, LongSupplier nanoTime) {
        this.table = table;
        this.store = store;
        this.work = work;
        this.counters = counters;
        this.nanoTime = nanoTime;
        this.lookedNanos = nanoTime.getAsLong();
    }

    /** To be called about once a second. */
    public void sweep() {
        // The work's own thread may be waiting for a target that doesn't answer.
        claims.values().forEach(Claim::expire);
        if (nanoTime.getAsLong() - lookedNanos >= LOOK.toNanos()) {
            look();
        }
    }

    /** Looks for work now, or again as soon as it has looked. */
    public void look() {
        if (looks.getAndUpdate(before -> Math.min(before + 1, 2)) == 0) {
            round();
        }
    }

    /** Ends a job soon if it is done here; it was marked as to be stopped. */
    public void stop(String id) {
        Claim claim = claims.get(id);
        if (claim != null) {
            claim.end(Claim.Ending.STOPPED);
        }
    }

    private void round() {
        lookedNanos = nanoTime.getAsLong();
        CompletableFuture<Void> round = CompletableFuture.completedFuture(lookedNanos)
                .thenCompose(asked -> table.all().thenCompose(jobs -> {
                    counters.seen(jobs);
                    tellClaims(jobs, asked);
                    return table.sweep(jobs).thenCompose(swept -> claimFrom(jobs));
                }));
        var unused = round.whenComplete((done, failure) -> {
            if (isBlind.getAndSet(failure != null) != (failure != null) && failure != null) {
                LOG.warn("the cluster's jobs can't be seen", failure);
            }
            if (looks.updateAndGet(before -> before - 1) > 0) {
                round();
            }
        });
    }

    private void tellClaims(List<Job> jobs, long askedNanos) {
        claims.forEach((id, claim) -> {
            Optional<Job> now = jobs.stream().filter(job -> job.id().equals(id)).findFirst();
            // A job that was claimed after the store was asked is told of the next time.
            if (now.isEmpty() || now.get().claim() >= claim.job().claim()) {
                claim.heard(now, askedNanos);
            }
        });
    }

    private CompletableFuture<Void> claimFrom(List<Job> jobs) {
        List<Job> open = jobs.stream()
                .filter(job -> !job.isOver() && job.isDue(table.nowMs()) && !claims.containsKey(job.id()))
                .toList();
        if (open.isEmpty() || !hasRoom()) {
            return CompletableFuture.completedFuture(null);
        }
        // The claim of one whom the others don't see would be taken from it at once.
        return store.isAlive(store.self())
                .thenCompose(
                        alive -> alive ? claimNext(open.iterator()) : CompletableFuture.<Void>completedFuture(null));
    }

    private CompletableFuture<Void> claimNext(Iterator<Job> open) {
        if (!open.hasNext() || !hasRoom()) {
            return CompletableFuture.completedFuture(null);
        }
        Job job = open.next();
        return isFree(job)
                .thenCompose(free -> free ? claim(job) : CompletableFuture.<Void>completedFuture(null))
                .thenCompose(done -> claimNext(open));
    }

    private CompletableFuture<Boolean> isFree(Job job) {
        // Its own process has it only on paper: the work has ended without being able to say so.
        return job.state() == Job.State.WAITING || job.owner().equals(store.self())
                ? CompletableFuture.completedFuture(true)
                : store.isAlive(job.owner()).thenApply(alive -> !alive);
    }

    private CompletableFuture<Void> claim(Job seen) {
        long askedNanos = nanoTime.getAsLong();
        return table.update(seen.id(), job -> job.claimed(store.self(), seen.claim()))
                .thenAccept(now -> now.filter(job ->
                                job.isHeldBy(seen.claim() + 1) && job.owner().equals(store.self()))
                        .ifPresent(job -> start(new Claim(table, job, nanoTime, askedNanos))));
    }

    private boolean hasRoom() {
        return !isClosing && claims.size() < MOST_RUNNING;
    }

    private void start(Claim claim) {
        claims.put(claim.job().id(), claim);
        if (isClosing) {
            claim.end(Claim.Ending.CLOSING);
        }
        if (claim.job().stopAsked()) {
            claim.end(Claim.Ending.STOPPED);
        }
        try {
            threads.execute(() -> run(claim));
        } catch (VarveException e) {
            // Closed meanwhile: the others see soon that its owner is dead.
            claims.remove(claim.job().id(), claim);
        }
    }

    private void run(Claim claim) {
        Job job = claim.job();
        LOG.info("job begins id={} claim={} topic={} process={}", job.id(), job.claim(), job.topic(), store.self());
        boolean failed = true;
        try {
            boolean isComplete = work.run(claim);
            settle(claim, present -> claim.after(present, isComplete));
            failed = false;
        } catch (IOException | RuntimeException e) {
            Problem problem = Problem.of(e);
            if (claim.isEnding()) {
                LOG.info("job is let go id={} lost={}: {}", job.id(), claim.isLost(), e.toString());
            } else {
                counters.failed();
                warn(job, problem, e);
            }
            settle(claim, present -> claim.after(present, new VarveException(problem.code(), problem.detail(), e)));
        } finally {
            claims.remove(job.id(), claim);
        }
        if (!failed) {
            // One that waits gets the thread now; one that failed waits for the next look.
            look();
        }
    }

    /** In full, unless it is tried again: that may be once a minute for a day. */
    private static void warn(Job job, Problem why, Exception e) {
        if (why.code().retriable()) {
            LOG.warn("job fails and is tried again id={} topic={}: {}", job.id(), job.topic(), e.toString());
        } else {
            LOG.warn("job fails id={} topic={}", job.id(), job.topic(), e);
        }
    }

    /** Writes how it ended. If that can't be done the work is claimed again, by whomever, and ends where it has ended. */
    private void settle(Claim claim, UnaryOperator<Job> end) {
        try {
            Optional<Job> now = table.update(claim.job().id(), end).get(SETTLE_SECONDS, TimeUnit.SECONDS);
            LOG.info(
                    "job ends here id={} state={}",
                    claim.job().id(),
                    now.map(job -> job.state().name()).orElse("none"));
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("how a job ended can't be kept id={}", claim.job().id(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives back what it does, so that others go on with it. */
    @Override
    public void close() {
        isClosing = true;
        claims.values().forEach(claim -> claim.end(Claim.Ending.CLOSING));
        threads.close(Duration.ofSeconds(CLOSE_SECONDS));
    }
}
