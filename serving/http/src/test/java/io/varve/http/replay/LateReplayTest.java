/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Problem;
import io.varve.http.document.ApiDocument;
import io.varve.http.document.Operation;
import io.varve.http.job.Job;
import io.varve.http.job.JobStore;
import io.varve.http.job.JobTable;
import io.varve.http.job.MemoryJobStore;
import io.varve.protocol.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers who were told that it took too long come again: what they asked for first isn't begun as well. */
@Timeout(60)
class LateReplayTest {
    private static final Operation REPLAY = ApiDocument.load().operations().stream()
            .filter(operation -> operation.id().equals("replay"))
            .findFirst()
            .orElseThrow();

    private final FakeCluster cluster = new FakeCluster(1).topic("orders", 1).topic("copy", 1);
    private final VarveClient client = cluster.client();
    private final MemoryJobStore memory = new MemoryJobStore();
    private final JobStore store = memory.process("gateway-1");
    private final JobTable jobs = new JobTable(store, InstantSource.system());

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    @Test
    void aJobIsNotBegunAfterItsCallerWasTold() {
        try (ReplayTopic replays = new ReplayTopic(client, Optional.empty(), store)) {
            refused(replay(replays, System.nanoTime() - 1));
        }
        assertThat(jobs.all().join()).isEmpty();
    }

    @Test
    void aJobThatIsKeptAfterItsCallerWasToldIsStopped() {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        try (ReplayTopic replays = new ReplayTopic(client, Optional.empty(), new Slow(store, deadlineNanos))) {
            refused(replay(replays, deadlineNanos));
        }
        assertThat(jobs.all().join()).allMatch(Job::isOver);
        assertThat(cluster.records("copy", 0)).isEmpty();
    }

    private static CompletableFuture<Answer> replay(ReplayTopic replays, long deadlineNanos) {
        byte[] body = "{\"target\":{\"topic\":\"copy\"}}".getBytes(StandardCharsets.UTF_8);
        Call call = new Call(REPLAY, Map.of("name", "orders"), Map.of(), "application/json", body, deadlineNanos);
        return Objects.requireNonNull(replays.endpoints().get("replay")).answer(call);
    }

    private static void refused(CompletableFuture<Answer> answer) {
        assertThatThrownBy(answer::join).cause().isInstanceOfSatisfying(Problem.class, problem -> assertThat(
                        problem.code())
                .isEqualTo(ErrorCode.TIMEOUT));
    }

    /** A store that makes a node only when the time has passed. */
    private record Slow(JobStore store, long untilNanos) implements JobStore {
        @Override
        public String self() {
            return store.self();
        }

        @Override
        public CompletableFuture<Boolean> isAlive(String process) {
            return store.isAlive(process);
        }

        @Override
        public CompletableFuture<List<String>> ids() {
            return store.ids();
        }

        @Override
        public CompletableFuture<Optional<Stored>> get(String id) {
            return store.get(id);
        }

        @Override
        public CompletableFuture<Void> create(String id, byte[] content) {
            while (System.nanoTime() - untilNanos < 0) {
                Thread.onSpinWait();
            }
            return store.create(id, content);
        }

        @Override
        public CompletableFuture<Void> replace(String id, byte[] content, int expectedVersion) {
            return store.replace(id, content, expectedVersion);
        }

        @Override
        public CompletableFuture<Void> delete(String id) {
            return store.delete(id);
        }
    }
}
