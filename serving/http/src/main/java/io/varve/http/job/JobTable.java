/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's jobs, of which there is a bounded number. Futures fail with {@link VarveException}. For any thread; nothing
 * blocks.
 */
public final class JobTable {
    /** Jobs that wait or run; one more is BUSY. Gateways that accept jobs at the same time may exceed it by a few. */
    public static final int MOST_OPEN = 64;
    /** Jobs altogether; to make room one of those goes that have ended, see {@link #add}. */
    public static final int MOST_KEPT = 200;
    /** How long a job is kept after its end, unless others need the room. */
    public static final Duration KEEP = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(JobTable.class);
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");
    private static final Comparator<Job> OLDEST_FIRST =
            Comparator.comparingLong(Job::createdMs).thenComparing(Job::id);
    /** Moves of groups say no more than their answers did. */
    private static final Comparator<Job> FIRST_TO_GO =
            Comparator.<Job, Boolean>comparing(job -> job.copying() != null).thenComparingLong(Job::endedMs);
    /** More rounds than processes that change a job at once. */
    private static final int ROUNDS = 10;

    private final JobStore store;
    private final InstantSource clock;

    /** What has ended doesn't change, and isn't read twice. */
    private final Map<String, Job> ended = new ConcurrentHashMap<>();

    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    /** Of the cluster that this store belongs to. */
    public JobTable(JobStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The time by which jobs are dated, in ms since the epoch. */
    public long nowMs() {
        return clock.millis();
    }

    /**
     * Keeps a new job. It is there when the future completes; fails with BUSY when there are too many that haven't ended. Of
     * those that have the first goes for it if there is no room, moves of groups before copies.
     */
    public CompletableFuture<Job> add(Job job) {
        return translate(
                "new job",
                all().thenCompose(present -> makeRoom(present, job))
                        .thenCompose(room -> store.create(job.id(), JobJson.encode(job)))
                        .exceptionallyCompose(failure -> isThereAfter(failure, job))
                        .thenApply(created -> job));
    }

    private CompletableFuture<Void> makeRoom(List<Job> present, Job job) {
        long open = present.stream().filter(other -> !other.isOver()).count();
        if (open >= MOST_OPEN && !job.isOver()) {
            return CompletableFuture.failedFuture(new VarveException(
                    ErrorCode.BUSY, open + " jobs wait or run in the cluster, " + MOST_OPEN + " are allowed"));
        }
        if (present.size() < MOST_KEPT) {
            return CompletableFuture.completedFuture(null);
        }
        return present.stream()
                .filter(Job::isOver)
                .min(FIRST_TO_GO)
                .map(this::remove)
                .orElseGet(() -> CompletableFuture.failedFuture(
                        new VarveException(ErrorCode.BUSY, present.size() + " jobs are kept, which is the limit")));
    }

    /** A creation whose answer was lost may have happened. */
    private CompletableFuture<Void> isThereAfter(Throwable failure, Job job) {
        if (!(unwrap(failure) instanceof StoreException.UnknownOutcome)) {
            return CompletableFuture.failedFuture(failure);
        }
        return store.get(job.id())
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure));
    }

    /** A job by its id. */
    public CompletableFuture<Optional<Job>> find(String id) {
        return ID.matcher(id).matches()
                ? translate("job " + id, read(id))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /** All jobs, the oldest first; without those that this release can't read. */
    public CompletableFuture<List<Job>> all() {
        return translate("jobs", store.ids().thenCompose(ids -> {
            ended.keySet().retainAll(ids);
            unreadable.retainAll(ids);
            List<CompletableFuture<Optional<Job>>> reads =
                    ids.stream().map(this::readIfPossible).toList();
            return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
                    .thenApply(done -> {
                        List<Job> jobs = new ArrayList<>();
                        reads.forEach(read -> read.join().ifPresent(jobs::add));
                        jobs.sort(OLDEST_FIRST);
                        return jobs;
                    });
        }));
    }

    /**
     * Changes a job, or leaves it as it is if that is what the change returns. The change may be called several times, and
     * must return what it is given when it has been made already.
     *
     * @return the job after it; empty if there is none
     */
    public CompletableFuture<Optional<Job>> update(String id, UnaryOperator<Job> change) {
        return translate("job " + id, attempt(id, change, ROUNDS));
    }

    private CompletableFuture<Optional<Job>> attempt(String id, UnaryOperator<Job> change, int roundsLeft) {
        return change(id, change).exceptionallyCompose(failure -> {
            Throwable cause = unwrap(failure);
            boolean again = cause instanceof StoreException.Conflict
                    || cause instanceof StoreException.NotFound
                    || cause instanceof StoreException.UnknownOutcome;
            return again && roundsLeft > 1
                    ? attempt(id, change, roundsLeft - 1)
                    : CompletableFuture.failedFuture(failure);
        });
    }

    private CompletableFuture<Optional<Job>> change(String id, UnaryOperator<Job> change) {
        return store.get(id).thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            Job before = JobJson.decode(id, found.get().content());
            Job after = change.apply(before);
            return after.equals(before)
                    ? CompletableFuture.completedFuture(Optional.of(before))
                    : store.replace(id, JobJson.encode(after), found.get().version())
                            .thenApply(done -> Optional.of(after));
        });
    }

    /** Removes what ended long ago. */
    public CompletableFuture<Void> sweep(List<Job> present) {
        long before = clock.millis() - KEEP.toMillis();
        return CompletableFuture.allOf(present.stream()
                .filter(job -> job.isOver() && job.endedMs() < before)
                .map(this::remove)
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> remove(Job job) {
        return store.delete(job.id())
                .exceptionallyCompose(failure -> unwrap(failure) instanceof StoreException.NotFound
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Optional<Job>> readIfPossible(String id) {
        return read(id).exceptionallyCompose(failure -> {
            if (!(unwrap(failure) instanceof VarveException e) || e.code().retriable()) {
                return CompletableFuture.failedFuture(failure);
            }
            if (unreadable.add(id)) {
                LOG.warn("a job is left alone id={}: {}", id, e.getMessage());
            }
            return CompletableFuture.completedFuture(Optional.empty());
        });
    }

    private CompletableFuture<Optional<Job>> read(String id) {
        Job known = ended.get(id);
        return known != null
                ? CompletableFuture.completedFuture(Optional.of(known))
                : store.get(id)
                        .thenApply(found -> found.map(node -> {
                            Job job = JobJson.decode(id, node.content());
                            if (job.isOver()) {
                                ended.put(id, job);
                            }
                            return job;
                        }));
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static <T> CompletableFuture<T> translate(String what, CompletableFuture<T> future) {
        return future.exceptionallyCompose(failure -> {
            Throwable cause = unwrap(failure);
            return CompletableFuture.failedFuture(
                    cause instanceof VarveException
                            ? cause
                            : new VarveException(codeOf(cause), what + ": " + cause.getMessage(), cause));
        });
    }

    private static ErrorCode codeOf(Throwable failure) {
        if (failure instanceof StoreException.Unavailable) {
            return ErrorCode.UNAVAILABLE;
        } else if (failure instanceof StoreException.UnknownOutcome) {
            return ErrorCode.UNKNOWN_OUTCOME;
        } else if (failure instanceof StoreException.Conflict || failure instanceof StoreException.NotFound) {
            // Others won every round.
            return ErrorCode.BUSY;
        }
        return ErrorCode.INTERNAL;
    }
}
