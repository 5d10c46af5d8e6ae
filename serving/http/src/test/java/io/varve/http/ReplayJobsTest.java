/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.varve.client.VarveClient;
import io.varve.client.fake.Fault;
import io.varve.http.job.Copying;
import io.varve.http.job.Job;
import io.varve.http.job.JobTable;
import io.varve.http.job.MemoryJobStore;
import io.varve.objects.MemoryObjectStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.replay.Replay;
import io.varve.replay.plan.ReplayRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class ReplayJobsTest extends GatewayFixture {
    private static final String REPLAY = "/topics/orders/replay";

    @BeforeEach
    void someRecords() {
        cluster.topic("copy", 2);
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            records.append(i == 0 ? "" : ",").append("{\"value\":\"" + i + "\",\"partition\":" + i % 2 + "}");
        }
        assertThat(post("/topics/orders/messages", "{\"records\":[" + records + "]}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aJobCopiesATopicIntoAnother() throws Exception {
        HttpResponse<String> begun = post(REPLAY, "{\"from\":{\"offset\":10},\"target\":{\"topic\":\"copy\"}}");

        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        JsonNode job = await(begun.headers().firstValue("location").orElseThrow(), "done");
        assertThat(job.path("records").asInt()).isEqualTo(80);
        assertThat(job.path("offsetsLeft").asInt(-1)).isZero();
        assertThat(job.path("asked").asText()).isEqualTo("all partitions from offset 10 to latest");
        assertThat(job.path("owner").isNull()).isTrue();
        assertThat(job.path("rate").isNull()).isTrue();
        assertThat(job.path("failures").asInt(-1)).isZero();
        assertThat(Instant.parse(job.path("ended").asText()))
                .isAfterOrEqualTo(Instant.parse(job.path("created").asText()));
        assertThat(json(get("/jobs")).path("jobs")).containsExactly(job);
        assertThat(cluster.records("copy", 0)).hasSize(40);
        assertThat(gateway.jobs().copiedRecords()).isEqualTo(80);
    }

    @Test
    void aJobKeepsItsRateAndCanBeStopped() throws Exception {
        HttpResponse<String> begun =
                post(REPLAY, "{\"target\":{\"topic\":\"public/default/copy\"},\"rate\":1,\"partitions\":[0]}");
        String job = begun.headers().firstValue("location").orElseThrow();

        assertThat(send(HttpRequest.newBuilder(uri(job)).DELETE()).statusCode()).isEqualTo(200);
        JsonNode stopped = await(job, "stopped");
        assertThat(stopped.path("records").asInt()).isLessThan(50);
        assertThat(stopped.path("offsetsLeft").asInt()).isPositive();
    }

    @Test
    void aJobOutlivesTheGatewayThatTookIt() throws Exception {
        VarveClient mortal = cluster.client();
        MemoryJobStore.Member dying = jobs.process("gateway-2");
        String job;
        try (HttpGateway elsewhere = new HttpGateway(config(), mortal, Optional.empty(), dying, OPERATOR)) {
            job = elsewhere(elsewhere, "{\"target\":{\"topic\":\"copy\"},\"rate\":40}");
            awaitCopies(30);
            // Its word reaches nobody any more, and then it is dead.
            dying.cutOff(true);
            mortal.close(Duration.ZERO);
            assertThat(json(get("/jobs")).path("jobs")).hasSize(1);
            dying.kill();
            JsonNode done = await(job, "done");
            assertThat(done.path("records").asInt()).isEqualTo(100);
        }
        for (int partition = 0; partition < 2; partition++) {
            assertThat(values("copy", partition)).isEqualTo(values("orders", partition));
        }
    }

    @Test
    void aJobThatCantReadObjectsGoesOnWithBrokersAndSaysSo() throws Exception {
        cluster.inObject("orders", 0, "lost/object", 0, 50);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger("io.varve.http.replay.TopicReplay");
        logger.addAppender(log);
        try (HttpGateway reading = new HttpGateway(
                config(), client, Optional.of(new MemoryObjectStore()), jobs.process("gateway-2"), OPERATOR)) {
            String job = elsewhere(reading, "{\"target\":{\"topic\":\"copy\"}}");
            JsonNode done = await(job, "done");
            assertThat(done.path("records").asInt()).isEqualTo(100);
            assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).anySatisfy(line -> assertThat(line)
                    .contains(done.path("job").asText(), "lost/object", "the rest comes through the broker"));
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void takingAJobOverCanBeStopped() throws Exception {
        MemoryJobStore.Member dead = jobs.process("gateway-2");
        dead.kill();
        JobTable table = new JobTable(dead, InstantSource.system());
        // It has been begun by a gateway that is dead, and the target has something that must be looked through.
        assertThat(post("/topics/copy/messages", "{\"records\":[{\"value\":\"theirs\",\"partition\":0}]}")
                        .statusCode())
                .isEqualTo(200);
        cluster.rule(CommandType.OPEN_READER, Fault.Rule.always(Fault.IGNORE));
        ReplayRequest request = ReplayRequest.of("orders");
        Copying work = new Copying(
                "copy",
                client.admin().describeTopic("copy").summary().id(),
                1_000,
                Replay.begin(request, Replay.of(client, "orders").plan(request)),
                Map.of());
        Job job = table.add(Job.copying(UUID.randomUUID().toString(), "orders", work, table.nowMs())
                        .claimed("gateway-2", 0))
                .join();
        awaitClaim(table, job.id(), 2);

        assertThat(send(HttpRequest.newBuilder(uri("/jobs/" + job.id())).DELETE())
                        .statusCode())
                .isEqualTo(200);
        assertThat(await("/jobs/" + job.id(), "stopped").path("records").asInt())
                .isZero();
    }

    @Test
    void whoLostAJobSendsNothingMoreOfIt() throws Exception {
        cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.error(ErrorCode.UNAVAILABLE)));
        HttpResponse<String> begun = post(REPLAY, "{\"target\":{\"topic\":\"copy\"}}");
        String job = begun.headers().firstValue("location").orElseThrow();
        int before = cluster.count(CommandType.PRODUCE);
        awaitProduce(before + 2);
        // Somebody claims it, and dies at once: this gateway gets it back when it has let go of what its producer
        // holds.
        MemoryJobStore.Member dead = jobs.process("gateway-2");
        dead.kill();
        JobTable table = new JobTable(dead, InstantSource.system());
        Job taken = table.update(job.substring("/jobs/".length()), now -> now.claimed("gateway-2", now.claim()))
                .join()
                .orElseThrow();
        assertThat(taken.owner()).isEqualTo("gateway-2");
        awaitClaim(table, taken.id(), taken.claim() + 1);
        cluster.release(CommandType.PRODUCE);

        await(job, "done");
        for (int partition = 0; partition < 2; partition++) {
            assertThat(values("copy", partition)).isEqualTo(values("orders", partition));
        }
    }

    private static void awaitClaim(JobTable table, String id, int claim) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (table.find(id).join().orElseThrow().claim() < claim) {
            assertThat(System.nanoTime()).as("claim %d", claim).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Waits until the cluster was asked so often to store something. */
    private void awaitProduce(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (cluster.count(CommandType.PRODUCE) < count) {
            assertThat(System.nanoTime()).as("%d requests", count).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aJobIsStoppedAtAnyGateway() throws Exception {
        try (HttpGateway elsewhere =
                new HttpGateway(config(), client, Optional.empty(), jobs.process("gateway-2"), OPERATOR)) {
            String job = elsewhere(elsewhere, "{\"target\":{\"topic\":\"copy\"},\"rate\":1}");
            awaitCopies(1);
            JsonNode running = json(get(job));
            assertThat(running.path("owner").asText()).isEqualTo("gateway-2");
            assertThat(running.path("rate").asInt()).isEqualTo(1);
            assertThat(running.path("ended").isNull()).isTrue();
            JsonNode asked = json(send(HttpRequest.newBuilder(uri(job)).DELETE()));
            assertThat(asked.path("job").asText()).isEqualTo(job.substring("/jobs/".length()));
            assertThat(await(job, "stopped").path("offsetsLeft").asInt()).isPositive();
        }
    }

    /** Begins a replay of orders at another gateway. */
    private String elsewhere(HttpGateway gateway, String replay) {
        HttpResponse<String> begun = replayAt(gateway, replay);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        return begun.headers().firstValue("location").orElseThrow();
    }

    private HttpResponse<String> replayAt(HttpGateway gateway, String replay) {
        URI uri = URI.create("http://127.0.0.1:" + gateway.address().getPort() + REPLAY);
        return send(HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(replay)));
    }

    private void awaitCopies(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (cluster.records("copy", 0).size() + cluster.records("copy", 1).size() < count) {
            assertThat(System.nanoTime()).as("%d copies", count).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private List<String> values(String topic, int partition) {
        return cluster.records(topic, partition).stream()
                .map(record -> new String(Objects.requireNonNull(record.value()), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void aDryRunSaysWhatWouldBeReplayed() {
        HttpResponse<String> planned = post(REPLAY, "{\"target\":{\"topic\":\"copy\"},\"dryRun\":true}");

        assertThat(planned.statusCode()).as(planned.body()).isEqualTo(200);
        assertThat(json(planned).path("offsets").asInt()).isEqualTo(100);
        assertThat(cluster.records("copy", 0)).isEmpty();
    }

    /** Has the group billing read something and commit it; its last record. */
    private JsonNode lastOfBilling() {
        JsonNode read = json(get("/topics/orders/poll?group=billing&max=100&wait=5s"));
        JsonNode last = read.path("records").path(read.path("records").size() - 1);
        String offset = "{\"partition\":" + last.path("partition") + ",\"offset\":"
                + (last.path("offset").asLong() + 1) + "}";
        assertThat(post("/offsets/commit", "{\"topic\":\"orders\",\"group\":\"billing\",\"offsets\":[" + offset + "]}")
                        .statusCode())
                .isEqualTo(204);
        return last;
    }

    /** What brings billing back to the beginning of that record's partition. */
    private static String backTo(JsonNode last) {
        return "{\"target\":{\"group\":\"billing\"},\"partitions\":[" + last.path("partition") + "]}";
    }

    private long committedByBilling(JsonNode last) {
        return cluster.groups()
                .committed("billing", "orders", last.path("partition").asInt());
    }

    @Test
    void aGroupStaysWhereItIsWhileJobsCantBeKept() throws Exception {
        JsonNode last = lastOfBilling();
        MemoryJobStore.Member away = jobs.process("gateway-2");
        try (HttpGateway elsewhere = new HttpGateway(config(), client, Optional.empty(), away, OPERATOR)) {
            away.cutOff(true);
            HttpResponse<String> refused = replayAt(elsewhere, backTo(last));

            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(committedByBilling(last)).isEqualTo(last.path("offset").asLong() + 1);
        }
    }

    @Test
    void aGroupThatHasMovedIsToldSoThoughItsJobCantBeKept() throws Exception {
        JsonNode last = lastOfBilling();
        MemoryJobStore.Member away = jobs.process("gateway-2");
        cluster.rule(CommandType.SEEK_GROUP, (broker, request) -> {
            away.cutOff(true);
            return Fault.NONE;
        });
        try (HttpGateway elsewhere = new HttpGateway(config(), client, Optional.empty(), away, OPERATOR)) {
            HttpResponse<String> moved = replayAt(elsewhere, backTo(last));

            assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
            assertThat(json(moved).path("dryRun").asBoolean(true)).isFalse();
            assertThat(json(moved).path("partitions")).hasSize(1);
            assertThat(committedByBilling(last)).isZero();
            assertThat(json(get("/jobs")).path("jobs")).isEmpty();
        }
    }

    @Test
    void aReplayForAGroupIsAJobThatIsDoneAtOnce() {
        JsonNode last = lastOfBilling();
        String replay = "{\"from\":\"earliest\",\"target\":{\"group\":\"billing\"},\"partitions\":["
                + last.path("partition") + "]";

        HttpResponse<String> planned = post(REPLAY, replay + ",\"dryRun\":true}");
        HttpResponse<String> begun = post(REPLAY, replay + "}");

        assertThat(planned.statusCode()).as(planned.body()).isEqualTo(200);
        assertThat(json(planned).path("offsets").asLong())
                .isEqualTo(last.path("offset").asLong() + 1);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        assertThat(json(begun).path("state").asText()).isEqualTo("done");
        assertThat(json(begun).path("offsets")).isEqualTo(json(planned).path("offsets"));
        assertThat(json(begun).path("partitions")).isEqualTo(json(planned).path("partitions"));
        String job = begun.headers().firstValue("location").orElseThrow();
        assertThat(json(get(job))).isEqualTo(json(begun));
        assertThat(json(send(HttpRequest.newBuilder(uri(job)).DELETE()))).isEqualTo(json(begun));
        assertThat(committedByBilling(last)).isZero();
    }

    @Test
    void whatCantBeReplayedIsSaid() {
        assertThat(post(REPLAY, "{\"target\":{\"topic\":\"nowhere\"}}").statusCode())
                .isEqualTo(404);
        assertThat(post(REPLAY, "{\"target\":{\"topic\":\"nowhere\"},\"dryRun\":true}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(post("/topics/nowhere/replay", "{\"target\":{\"topic\":\"copy\"}}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(post(REPLAY, "{\"target\":{\"group\":\"nobody\"}}").statusCode())
                .isEqualTo(404);
        assertThat(post(REPLAY, "{\"target\":{\"group\":\"g\"},\"rate\":5}").body())
                .contains("rate is for a replay into a topic");
        assertThat(post(REPLAY, "{}").body()).contains("target is missing");
        assertThat(post(REPLAY, "{\"target\":{\"topic\":\"copy\",\"group\":\"g\"}}")
                        .body())
                .contains("takes one of group and topic");
        assertThat(post(REPLAY, "{\"target\":{\"topic\":\"orders\"}}").body())
                .contains("is the topic that is replayed");
        HttpResponse<String> future = post(REPLAY, "{\"target\":{\"topic\":\"copy\"},\"from\":{\"offset\":99}}");
        assertThat(future.statusCode()).isEqualTo(416);
        assertThat(json(future).path("detail").asText()).contains("offset 99", "partition", "50");
        assertThat(post(REPLAY, "{\"target\":{\"topic\":\"copy\"},\"from\":{\"time\":\"2026-01-01T00:00:00\"}}")
                        .body())
                .contains("from.time", "with its zone");
        assertThat(get("/jobs/none").statusCode()).isEqualTo(404);
    }

    private JsonNode await(String job, String state) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        JsonNode now = json(get(job));
        while (!now.path("state").asText().equals(state)) {
            assertThat(System.nanoTime()).as(now.toString()).isLessThan(deadline);
            Thread.onSpinWait();
            now = json(get(job));
        }
        return now;
    }
}
