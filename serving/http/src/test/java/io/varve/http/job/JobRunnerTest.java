/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import static io.varve.http.job.JobSamples.checkpoint;
import static io.varve.http.job.JobSamples.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that share a store; what the work does is the test's to say. */
@Timeout(60)
class JobRunnerTest {
    private final MemoryJobStore memory = new MemoryJobStore();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong nowMs = new AtomicLong(1_000);
    private final Member first = new Member("first");
    private final Member second = new Member("second");

    /** A process whose work blocks until the test lets it go on. */
    private final class Member implements AutoCloseable {
        final MemoryJobStore.Member store;
        final JobTable table;
        final JobCounters counters = new JobCounters();
        final JobRunner runner;
        final BlockingQueue<Begun> begun = new LinkedBlockingQueue<>();

        Member(String name) {
            store = memory.process(name);
            table = new JobTable(store, () -> Instant.ofEpochMilli(nowMs.get()));
            runner = new JobRunner(table, store, this::work, counters, nanos::get);
        }

        private boolean work(Claim claim) {
            Begun work = new Begun(claim, new CompletableFuture<>());
            claim.onEnd(() -> work.end.complete(false));
            begun.add(work);
            try {
                return work.end.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException told) {
                    throw told;
                }
                throw e;
            }
        }

        Begun begins() throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            Begun next = null;
            while (next == null) {
                assertThat(System.nanoTime()).as("no work begins").isLessThan(deadline);
                // A thread that tells of its end is still taken for a moment.
                runner.look();
                next = begun.poll(10, TimeUnit.MILLISECONDS);
            }
            return next;
        }

        Job await(Job job, Predicate<Job> wanted) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            Job now = table.find(job.id()).join().orElseThrow();
            while (!wanted.test(now)) {
                assertThat(System.nanoTime()).as(now.toString()).isLessThan(deadline);
                Thread.onSpinWait();
                now = table.find(job.id()).join().orElseThrow();
            }
            return now;
        }

        @Override
        public void close() {
            runner.close();
        }
    }

    private record Begun(Claim claim, CompletableFuture<Boolean> end) {}

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private Job added(int number) {
        return first.table.add(job(number, number)).join();
    }

    @Test
    void aJobThatWaitsIsDoneByOneProcess() throws Exception {
        Job job = added(1);
        Begun work = first.begins();
        assertThat(work.claim().isFirst()).isTrue();
        second.runner.look();
        work.end().complete(true);

        assertThat(second.await(job, Job::isOver).state()).isEqualTo(Job.State.DONE);
        assertThat(second.begun).isEmpty();
    }

    @Test
    void whatADeadProcessHadGoesOnElsewhereFromItsCheckpoint() throws Exception {
        Job job = added(1);
        Begun lost = first.begins();
        lost.claim().save(checkpoint(2, 50), Map.of(0, 7L));
        first.store.kill();

        Begun work = second.begins();
        assertThat(work.claim().isFirst()).isFalse();
        assertThat(work.claim().job().work().checkpoint()).isEqualTo(checkpoint(2, 50));
        assertThat(work.claim().job().work().ends()).isEqualTo(Map.of(0, 7L));
        assertThatThrownBy(() -> lost.claim().save(checkpoint(2, 60), Map.of())).isInstanceOf(ClaimLost.class);
        assertThat(lost.end().join()).isFalse();
        work.end().complete(true);

        Job done = second.await(job, Job::isOver);
        assertThat(done.state()).isEqualTo(Job.State.DONE);
        assertThat(done.work().checkpoint()).isEqualTo(checkpoint(2, 50));
    }

    @Test
    void whoLostAJobHearsOfItWhenItLooks() throws Exception {
        Job job = added(1);
        Begun lost = first.begins();
        Job taken = second.table
                .update(job.id(), present -> present.claimed("second", 1))
                .join()
                .orElseThrow();
        assertThat(taken.owner()).isEqualTo("second");

        first.runner.look();
        assertThat(lost.end().join()).isFalse();
        assertThat(second.table.find(job.id()).join()).contains(taken);
    }

    @Test
    void aProcessThatTheOthersDontSeeClaimsNothing() {
        Job job = added(1);
        first.store.kill();
        first.runner.look();
        assertThat(first.table.find(job.id()).join()).contains(job);
    }

    @Test
    void twoAreDoneAtATime() throws Exception {
        for (int i = 1; i <= 3; i++) {
            added(i);
        }
        Begun one = first.begins();
        Begun two = first.begins();
        first.runner.look();
        assertThat(first.begun).isEmpty();
        one.end().complete(true);
        Begun three = first.begins();
        assertThat(three.claim().job().id()).isEqualTo(job(3, 3).id());
        two.end().complete(true);
        three.end().complete(true);
    }

    @Test
    void aFailureThatMayPassIsTriedAgainAndAnotherIsTheEnd() throws Exception {
        Job job = added(1);
        first.begins().end().completeExceptionally(new VarveException(ErrorCode.UNAVAILABLE, "not now"));
        Job waits = first.await(job, now -> now.state() == Job.State.WAITING && now.claim() == 1);
        assertThat(waits.failures()).isEqualTo(1);
        assertThat(waits.error()).isEqualTo(new Job.Failure("UNAVAILABLE", "not now", true));
        second.runner.look();
        assertThat(second.table.find(job.id()).join()).contains(waits);

        nowMs.addAndGet(2_000);
        second.begins().end().completeExceptionally(new VarveException(ErrorCode.TOPIC_NOT_FOUND, "no topic copy"));
        Job failed = first.await(job, Job::isOver);
        assertThat(failed.state()).isEqualTo(Job.State.FAILED);
        assertThat(failed.error()).isEqualTo(new Job.Failure("TOPIC_NOT_FOUND", "no topic copy", false));
        assertThat(first.counters.failures()).isEqualTo(1);
        assertThat(second.counters.failures()).isEqualTo(1);
        first.runner.look();
        assertThat(first.counters.byState())
                .isEqualTo(Map.of(
                        Job.State.WAITING, 0L,
                        Job.State.RUNNING, 0L,
                        Job.State.DONE, 0L,
                        Job.State.STOPPED, 0L,
                        Job.State.FAILED, 1L));
    }

    @Test
    void aDamagedObjectEndsAJobWhichNamesIt() throws Exception {
        Job job = added(1);
        String place = "object shared/7 has a wrong CRC at 4096";
        first.begins().end().completeExceptionally(new StoreException.Damaged(place, null));
        Job failed = first.await(job, Job::isOver);
        assertThat(failed.state()).isEqualTo(Job.State.FAILED);
        assertThat(failed.error()).isEqualTo(new Job.Failure("DAMAGED", place, false));
    }

    @Test
    void aFailureThatDoesntPassIsTheEndAtLast() throws Exception {
        Job job = added(1);
        failsNow(job);
        nowMs.addAndGet(Job.PATIENCE.toMillis() - 1);
        assertThat(failsNow(job).state()).isEqualTo(Job.State.WAITING);
        nowMs.incrementAndGet();
        assertThat(failsNow(job).state()).isEqualTo(Job.State.FAILED);
    }

    /** It is done once more, and fails; what becomes of it. */
    private Job failsNow(Job job) throws InterruptedException {
        Begun work = first.begins();
        work.end().completeExceptionally(new VarveException(ErrorCode.UNAVAILABLE, "not now"));
        int claim = work.claim().job().claim();
        return first.await(job, now -> now.claim() == claim && now.state() != Job.State.RUNNING);
    }

    @Test
    void aJobThatIsStoppedElsewhereEnds() throws Exception {
        Job job = added(1);
        first.begins();
        second.table.update(job.id(), now -> now.askedToStop(5)).join();
        first.runner.look();
        assertThat(second.await(job, Job::isOver).state()).isEqualTo(Job.State.STOPPED);
    }

    @Test
    void aProcessThatEndsGivesItsJobsBack() throws Exception {
        Job job = added(1);
        first.begins();
        first.close();
        Job waits = second.await(job, now -> now.state() == Job.State.WAITING);
        assertThat(waits.failures()).isZero();
        second.begins().end().complete(true);
        assertThat(second.await(job, Job::isOver).state()).isEqualTo(Job.State.DONE);
    }

    @Test
    void whatEndedWithoutBeingAbleToSaySoIsClaimedAgain() throws Exception {
        Job job = added(1);
        Begun work = first.begins();
        first.store.cutOff(true);
        work.end().complete(true);
        first.store.cutOff(false);
        // Whether it could say so is a race that both ends of are fine.
        while (!second.table.find(job.id()).join().orElseThrow().isOver()) {
            first.runner.look();
            Begun again = first.begun.poll();
            if (again != null) {
                again.end().complete(true);
            }
        }
    }

    @Test
    void whoHearsNothingForLongIsToldThoughItsThreadWaits() throws Exception {
        Job unused = added(1);
        Begun work = first.begins();
        first.store.cutOff(true);
        nanos.addAndGet(Claim.HOLD.toNanos());
        first.runner.sweep();
        assertThat(work.claim().isLost()).isFalse();
        nanos.incrementAndGet();
        first.runner.sweep();
        assertThat(work.claim().isLost()).isTrue();
        assertThat(work.end().join()).isFalse();
    }

    @Test
    void whoHearsNothingForLongLetsGo() throws Exception {
        Job job = first.table
                .update(added(1).id(), now -> now.claimed("first", 0))
                .join()
                .orElseThrow();
        Claim claim = new Claim(first.table, job, nanos::get, 0);
        first.store.cutOff(true);
        nanos.set(Claim.HOLD.toNanos());
        claim.save(checkpoint(2, 10), Map.of());
        first.store.cutOff(false);
        claim.save(checkpoint(2, 20), Map.of());
        nanos.addAndGet(Claim.HOLD.toNanos());
        claim.check();

        CompletableFuture<Void> told = new CompletableFuture<>();
        claim.onEnd(() -> told.complete(null));
        nanos.incrementAndGet();
        assertThatThrownBy(claim::check).isInstanceOf(ClaimLost.class).hasMessageContaining("for 10 s");
        assertThat(told).isDone();
        // And whatever is heard now, it is not for this claim any more.
        assertThatThrownBy(claim::check).isInstanceOf(ClaimLost.class);
        assertThat(first.table.find(job.id()).join().orElseThrow().work().checkpoint())
                .isEqualTo(checkpoint(2, 20));
    }
}
