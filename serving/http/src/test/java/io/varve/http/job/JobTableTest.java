/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import static io.varve.http.job.JobSamples.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class JobTableTest {
    private final MemoryJobStore memory = new MemoryJobStore();
    private final MemoryJobStore.Member store = memory.process("a");
    private long nowMs = 1_000;
    private final JobTable table = new JobTable(store, () -> Instant.ofEpochMilli(nowMs));

    private Job ended(int number, long endedMs) {
        Job job = job(number, endedMs).claimed("a", 0).ended(1, Job.State.DONE, null, endedMs);
        return table.add(job).join();
    }

    @Test
    void whatOneAddsAnotherFinds() {
        Job job = table.add(job(1, 5)).join();
        JobTable elsewhere = new JobTable(memory.process("b"), () -> Instant.ofEpochMilli(nowMs));
        assertThat(elsewhere.find(job.id()).join()).contains(job);
        assertThat(elsewhere.all().join()).containsExactly(job);
        assertThat(elsewhere.find("../cluster").join()).isEmpty();
        assertThat(elsewhere.find("00000000-0000-0000-0000-000000000002").join())
                .isEmpty();
    }

    @Test
    void jobsComeInTheOrderInWhichTheyWereMade() {
        table.add(job(1, 7)).join();
        table.add(job(2, 5)).join();
        table.add(job(3, 6)).join();
        assertThat(table.all().join()).extracting(Job::createdMs).containsExactly(5L, 6L, 7L);
    }

    @Test
    void openJobsHaveABound() {
        for (int i = 0; i < JobTable.MOST_OPEN; i++) {
            table.add(job(i, i)).join();
        }
        refused(() -> table.add(job(1_000, 0)).join(), ErrorCode.BUSY, "64 jobs wait or run in the cluster");
        Optional<Job> stopped =
                table.update(job(0, 0).id(), job -> job.askedToStop(nowMs)).join();
        assertThat(stopped.orElseThrow().state()).isEqualTo(Job.State.STOPPED);
        table.add(job(1_000, 0)).join();
    }

    @Test
    void theOneThatEndedFirstMakesRoom() {
        for (int i = 0; i < JobTable.MOST_KEPT; i++) {
            ended(i, i == 77 ? 1 : 100 + i);
        }
        Job next = table.add(job(1_000, 5)).join();
        List<Job> kept = table.all().join();
        assertThat(kept).hasSize(JobTable.MOST_KEPT).contains(next);
        assertThat(kept).extracting(Job::endedMs).doesNotContain(1L);
    }

    @Test
    void aGroupsMoveMakesRoomBeforeACopy() {
        for (int i = 0; i < JobTable.MOST_KEPT - 2; i++) {
            ended(i, 100 + i);
        }
        Job early = table.add(moved(1_000, 900)).join();
        Job late = table.add(moved(1_001, 901)).join();
        Job next = table.add(job(1_002, 902)).join();
        assertThat(table.all().join())
                .hasSize(JobTable.MOST_KEPT)
                .contains(late, next)
                .doesNotContain(early);
    }

    private static Job moved(int number, long nowMs) {
        return Job.moved(new UUID(0, number).toString(), "orders", new Moving("billing", 3, Map.of(0, 5L)), nowMs);
    }

    @Test
    void whatEndedLongAgoIsSwept() {
        Job old = ended(1, nowMs);
        nowMs += Duration.ofHours(24).toMillis();
        Job young = ended(2, nowMs);
        Job open = table.add(job(3, 0)).join();
        table.sweep(table.all().join()).join();
        assertThat(table.all().join()).contains(old);
        nowMs++;
        table.sweep(table.all().join()).join();
        assertThat(table.all().join()).containsExactlyInAnyOrder(open, young);
        assertThat(table.find(old.id()).join()).isEmpty();
    }

    @Test
    void aChangeIsMadeAgainWhenAnotherOneCameBetween() {
        Job job = table.add(job(1, 5)).join();
        int[] rounds = new int[1];
        Job claimed = table.update(job.id(), present -> {
                    if (rounds[0]++ == 0) {
                        // Another process is faster.
                        table.update(job.id(), other -> other.claimed("b", 0)).join();
                    }
                    return present.claimed("a", 0);
                })
                .join()
                .orElseThrow();
        assertThat(rounds[0]).isEqualTo(2);
        assertThat(claimed.owner()).isEqualTo("b");
    }

    @Test
    void aJobThatIsGoneIsNone() {
        assertThat(table.update(job(1, 5).id(), job -> job.askedToStop(1)).join())
                .isEmpty();
    }

    @Test
    void oneThatCantBeReadHidesNoOther() {
        Job job = table.add(job(1, 5)).join();
        store.create(job(2, 5).id(), "{\"version\":9}".getBytes(StandardCharsets.UTF_8))
                .join();
        assertThat(table.all().join()).containsExactly(job);
        refused(() -> table.find(job(2, 5).id()).join(), ErrorCode.UNSUPPORTED_VERSION, "newer release");
    }

    @Test
    void aStoreThatIsCutOffIsUnavailable() {
        store.cutOff(true);
        refused(() -> table.all().join(), ErrorCode.UNAVAILABLE, "cut off");
        refused(() -> table.add(job(1, 5)).join(), ErrorCode.UNAVAILABLE, "cut off");
    }

    private static void refused(Runnable call, ErrorCode code, String said) {
        assertThatThrownBy(call::run)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(said);
    }
}
