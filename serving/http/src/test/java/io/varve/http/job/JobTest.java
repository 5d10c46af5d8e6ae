/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import static io.varve.http.job.JobSamples.PASSING;
import static io.varve.http.job.JobSamples.checkpoint;
import static io.varve.http.job.JobSamples.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.replay.checkpoint.Checkpoint;
import io.varve.replay.plan.OffsetSpan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class JobTest {
    private final Job waiting = job(1, 5);
    private final Job running = waiting.claimed("a", 0);

    @Test
    void aJobIsClaimedByTheFirstWhoSawItAsItIs() {
        assertThat(running.state()).isEqualTo(Job.State.RUNNING);
        assertThat(running.owner()).isEqualTo("a");
        assertThat(running.isHeldBy(1)).isTrue();
        assertThat(running.claimed("b", 0)).isSameAs(running);
        assertThat(running.claimed("b", 1).isHeldBy(2)).isTrue();
        assertThat(running.claimed("b", 1).isHeldBy(1)).isFalse();
    }

    @Test
    void whoLostItChangesNothing() {
        Job taken = running.claimed("b", 1);
        assertThat(taken.progressed(1, checkpoint(2, 50), Map.of())).isSameAs(taken);
        assertThat(taken.released(1)).isSameAs(taken);
        assertThat(taken.released(1, PASSING, 8)).isSameAs(taken);
        assertThat(taken.ended(1, Job.State.DONE, null, 9)).isSameAs(taken);
    }

    @Test
    void eachChangeMayBeMadeTwice() {
        twice(waiting, job -> job.claimed("a", 0));
        twice(running, job -> job.progressed(1, checkpoint(2, 50), Map.of(0, 7L)));
        twice(running, job -> job.released(1));
        twice(running, job -> job.released(1, PASSING, 8));
        twice(running, job -> job.ended(1, Job.State.FAILED, PASSING, 9));
        twice(running, job -> job.askedToStop(9));
        twice(waiting, job -> job.askedToStop(9));
    }

    private static void twice(Job before, UnaryOperator<Job> change) {
        Job once = change.apply(before);
        assertThat(once).isNotEqualTo(before);
        assertThat(change.apply(once)).isEqualTo(once);
    }

    @Test
    void progressForgivesFailures() {
        Job failed = running.released(1, PASSING, 8).claimed("b", 1);
        assertThat(failed.failures()).isEqualTo(1);
        assertThat(failed.error()).isEqualTo(PASSING);
        assertThat(failed.progressed(2, checkpoint(2, 0), Map.of()).failures()).isEqualTo(1);
        assertThat(failed.failingSinceMs()).isEqualTo(8);
        Job further = failed.progressed(2, checkpoint(2, 1), Map.of());
        assertThat(further.failures()).isZero();
        assertThat(further.failingSinceMs()).isNull();
        assertThat(further.error()).isNull();
    }

    @Test
    void aJobIsTriedAgainSoonAndThenOnceAMinute() {
        Job failed = running;
        assertThat(failed.isDue(0)).isTrue();
        long pausesMs = 0;
        for (long pauseMs : new long[] {2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000}) {
            failed = failed.released(failed.claim(), PASSING, 8 + pausesMs).claimed("a", failed.claim());
            pausesMs += pauseMs;
            assertThat(failed.failingSinceMs()).isEqualTo(8);
            assertThat(failed.isDue(8 + pausesMs - 1)).isFalse();
            assertThat(failed.isDue(8 + pausesMs)).isTrue();
        }
        assertThat(failed.isDue(7)).as("a clock that was put back").isTrue();
        long day = Duration.ofHours(24).toMillis();
        assertThat(failed.isHopeless(8 + day - 1)).isFalse();
        assertThat(failed.isHopeless(8 + day)).isTrue();
        assertThat(running.isHopeless(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void aNodeOfAnEarlierReleaseIsRead() {
        String node = new String(JobJson.encode(waiting), StandardCharsets.UTF_8);
        String earlier = node.replace("\"failingSinceMs\":null,", "");
        assertThat(earlier).isNotEqualTo(node);
        assertThat(JobJson.decode("id", earlier.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(waiting);
    }

    @Test
    void aJobThatNobodyDoesStopsAtOnceAndAnotherWhenItsOwnerHears() {
        assertThat(waiting.askedToStop(9).state()).isEqualTo(Job.State.STOPPED);
        assertThat(waiting.askedToStop(9).endedMs()).isEqualTo(9);
        assertThat(running.askedToStop(9).state()).isEqualTo(Job.State.RUNNING);
        assertThat(running.askedToStop(9).stopAsked()).isTrue();
        Job over = running.ended(1, Job.State.DONE, null, 9);
        assertThat(over.askedToStop(10)).isSameAs(over);
        assertThat(over.claimed("b", 1)).isSameAs(over);
    }

    @Test
    void aNodeIsReadAsItWasWritten() {
        Job moved = Job.moved("id", "orders", new Moving("billing", 3, Map.of(1, 5L, 0, 4L)), 7);
        Job failed = running.ended(1, Job.State.FAILED, PASSING, 9);
        for (Job job : new Job[] {waiting, running, moved, failed}) {
            assertThat(JobJson.decode("id", JobJson.encode(job))).isEqualTo(job);
        }
        assertThat(JobJson.encode(waiting)).asString(StandardCharsets.UTF_8).startsWith("{\"version\":1,\"id\":");
    }

    @Test
    void aNodeThatIsNoneOrOfALaterReleaseIsRefused() {
        refused("{\"version\":2}", ErrorCode.UNSUPPORTED_VERSION, "version 2");
        refused("{}", ErrorCode.DAMAGED, "no version");
        refused("{\"version\":1}", ErrorCode.DAMAGED, "job id can't be read");
        refused("nonsense", ErrorCode.DAMAGED, "job id can't be read");
        byte[] whole = JobJson.encode(running);
        for (int length = 0; length < whole.length; length++) {
            refused(new String(whole, 0, length, StandardCharsets.UTF_8), ErrorCode.DAMAGED, "job id can't be read");
        }
    }

    private static void refused(String node, ErrorCode code, String said) {
        assertThatThrownBy(() -> JobJson.decode("id", node.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(said);
    }

    @Test
    void theLargestJobHasLessThan150Kilobytes() {
        Map<Integer, OffsetSpan> rest = new TreeMap<>();
        Map<Integer, Long> ends = new TreeMap<>();
        for (int i = 8_000; i < 9_000; i++) {
            rest.put(i, new OffsetSpan(Long.MAX_VALUE - 1, Long.MAX_VALUE));
            ends.put(i, Long.MAX_VALUE);
        }
        Checkpoint far = new Checkpoint(
                Checkpoint.VERSION,
                "t".repeat(300),
                JobSamples.ID,
                "partitions " + "8000, ".repeat(1_000),
                rest,
                0,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE);
        Job job = Job.copying(
                "j".repeat(36), "t".repeat(300), new Copying("t".repeat(300), JobSamples.ID, 1, far, ends), 1);
        assertThat(JobJson.encode(job).length).isLessThan(150_000);
    }
}
