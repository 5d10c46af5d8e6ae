/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.varve.client.VarveClient;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PollTest extends GatewayFixture {
    private static final String POLL = "/topics/orders/poll?group=billing";

    @Test
    void aLoopOfPollsAndCommitsReadsEverythingOnce() {
        publish(0, 0, 25);
        List<String> read = new ArrayList<>();
        while (read.size() < 25) {
            JsonNode polled = poll(POLL + "&max=10");
            polled.path("records")
                    .forEach(record -> read.add(record.path("value").asText()));
            assertThat(polled.path("records").size()).isLessThanOrEqualTo(10);
            commit(polled, null);
        }

        assertThat(read).containsExactlyElementsOf(numbers(0, 25));
        assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(25);
    }

    @Test
    void loopsWithClientIdsOfTheirOwnShareThePartitionsAndReadEverythingOnce() {
        publish(0, 0, 10);
        publish(1, 10, 20);
        Map<String, Set<Integer>> partitions = new HashMap<>();
        List<String> read = new ArrayList<>();
        for (int from = 20; read.size() < 60; from++) {
            if (from < 60) {
                publish(from % 2, from, from + 1);
            }
            for (String clientId : List.of("anna", "ben")) {
                JsonNode polled = poll(POLL + "&max=3&wait=20ms&clientId=" + clientId);
                if (!polled.path("records").isEmpty() && commitAll(polled).statusCode() == 204) {
                    read.addAll(values(polled));
                    polled.path("records").forEach(record -> partitions
                            .computeIfAbsent(clientId, first -> new HashSet<>())
                            .add(record.path("partition").asInt()));
                }
            }
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(numbers(0, 60));
        assertThat(partitions).containsOnlyKeys("anna", "ben");
        assertThat(gateway.members()).isEqualTo(2);
    }

    @Test
    void withoutAMemberWhatWasNotCommittedComesAgainAndWithOneItGoesOn() {
        publish(0, 0, 10);
        JsonNode first = poll(POLL + "&max=4");
        JsonNode again = poll(POLL + "&max=4");
        JsonNode next = poll(POLL + "&max=4&member=" + first.path("member").asText());
        commit(first, null);
        JsonNode afterCommit = poll(POLL);

        assertThat(values(first)).containsExactly("0", "1", "2", "3");
        assertThat(values(again)).containsExactly("0", "1", "2", "3");
        assertThat(again.path("member")).isEqualTo(first.path("member"));
        assertThat(values(next)).containsExactly("4", "5", "6", "7");
        assertThat(values(afterCommit)).startsWith("4");
    }

    @Test
    void whatIsCommittedDoesNotComeAgainThoughItsCallerHasBegunAgain() {
        publish(0, 0, 10);
        JsonNode first = poll(POLL + "&max=4");
        assertThat(values(poll(POLL + "&max=1"))).containsExactly("0");
        assertThat(commit(first, null).statusCode()).isEqualTo(204);

        assertThat(values(poll(POLL + "&max=1"))).containsExactly("4");
    }

    @Test
    void aPollWaitsAndAnswersWithTheFirstRecord() throws Exception {
        JsonNode member = poll(POLL + "&wait=0ms");
        CompletableFuture<HttpResponse<String>> waiting = http.sendAsync(
                HttpRequest.newBuilder(uri(POLL + "&wait=30s")).build(), HttpResponse.BodyHandlers.ofString());
        publish(1, 5, 6);

        JsonNode polled = json(waiting.get(20, TimeUnit.SECONDS));
        assertThat(values(polled)).containsExactly("5");
        assertThat(polled.path("member")).isEqualTo(member.path("member"));
        assertThat(polled.path("memberEpoch").asLong()).isPositive();
    }

    @Test
    void aNewerPollOfAMemberEndsTheOlder() throws Exception {
        poll(POLL + "&wait=0ms");
        CompletableFuture<HttpResponse<String>> older = http.sendAsync(
                HttpRequest.newBuilder(uri(POLL + "&wait=30s")).build(), HttpResponse.BodyHandlers.ofString());
        while (gateway.requests() < 1) {
            Thread.onSpinWait();
        }
        CompletableFuture<HttpResponse<String>> newer = http.sendAsync(
                HttpRequest.newBuilder(uri(POLL + "&wait=29s")).build(), HttpResponse.BodyHandlers.ofString());

        HttpResponse<String> ended =
                older.applyToEither(newer, answer -> answer).get(20, TimeUnit.SECONDS);
        assertThat(values(json(ended))).isEmpty();
        publish(0, 1, 2);
        CompletableFuture.allOf(older, newer).get(20, TimeUnit.SECONDS);
        List<String> both = new ArrayList<>(values(json(older.join())));
        both.addAll(values(json(newer.join())));
        assertThat(both).containsExactly("1");
    }

    @Test
    void whatACallerThatWentAwayWasToGetGoesToTheNext() throws Exception {
        poll(POLL + "&wait=0ms");
        try (Socket gone =
                new Socket(InetAddress.getLoopbackAddress(), gateway.address().getPort())) {
            gone.getOutputStream()
                    .write(("GET " + POLL + "&wait=20s HTTP/1.1\r\nhost: x\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            while (gateway.requests() < 1) {
                Thread.onSpinWait();
            }
        }
        publish(0, 0, 3);

        assertThat(values(poll(POLL))).startsWith("0");
    }

    @Test
    void aStaleEpochIsFenced() {
        publish(0, 0, 3);
        JsonNode polled = poll(POLL);
        HttpResponse<String> refused = commit(polled, polled.path("memberEpoch").asLong() - 1);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(json(refused).path("code").asText()).isEqualTo("STALE_MEMBER_EPOCH");
        assertThat(commit(polled, polled.path("memberEpoch").asLong()).statusCode())
                .isEqualTo(204);
    }

    @Test
    void aCommitBeyondWhatWasDeliveredIsRefused() {
        publish(0, 0, 10);
        JsonNode polled = poll(POLL + "&max=4");
        HttpResponse<String> beyond = post(
                "/offsets/commit",
                "{\"topic\":\"orders\",\"group\":\"billing\",\"offsets\":[{\"partition\":0,\"offset\":5}]}");
        HttpResponse<String> elsewhere = post(
                "/offsets/commit",
                "{\"topic\":\"orders\",\"group\":\"billing\",\"offsets\":[{\"partition\":1,\"offset\":0}]}");
        HttpResponse<String> right = commit(polled, null);
        HttpResponse<String> back = post(
                "/offsets/commit",
                "{\"topic\":\"orders\",\"group\":\"billing\",\"offsets\":[{\"partition\":0,\"offset\":3}]}");

        assertThat(beyond.statusCode()).isEqualTo(422);
        assertThat(json(beyond).path("detail").asText())
                .isEqualTo("commit of offset 5 for partition orders/0 is beyond what was delivered, which ends at 4");
        assertThat(elsewhere.statusCode()).isEqualTo(422);
        assertThat(right.statusCode()).isEqualTo(204);
        assertThat(back.statusCode()).isEqualTo(422);
        assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(4);
    }

    @Test
    void anotherGatewayGivesWhatWasNotCommittedAndRefusesTheOldMember() throws Exception {
        publish(0, 0, 3);
        JsonNode polled = poll(POLL);
        // The gateway is gone, and so is its member when its session is over.
        client.close(Duration.ofMillis(100));
        cluster.groups().expireAll("billing");
        try (VarveClient other = cluster.client(Duration.ofSeconds(5));
                HttpGateway elsewhere =
                        new HttpGateway(config(), other, Optional.empty(), jobs.process("gateway-2"), OPERATOR)) {
            HttpGateway first = gateway;
            gateway = elsewhere;
            HttpResponse<String> late =
                    commit(polled, polled.path("memberEpoch").asLong());
            JsonNode again = poll(POLL);
            HttpResponse<String> old = commit(polled, polled.path("memberEpoch").asLong());
            gateway = first;

            assertThat(late.statusCode()).isEqualTo(409);
            assertThat(values(again)).startsWith("0");
            assertThat(old.statusCode()).isEqualTo(409);
        }
    }

    @Test
    void whatCantBePolledIsSaid() {
        assertThat(get("/topics/nowhere/poll?group=billing").statusCode()).isEqualTo(404);
        assertThat(get("/topics/orders/poll").statusCode()).isEqualTo(400);
        assertThat(get(POLL + "&member=nobody").statusCode()).isEqualTo(409);
        assertThat(get(POLL + "&wait=5").body()).contains("a time like 500ms or 5s up to 30s");
        assertThat(get(POLL + "&wait=31s").statusCode()).isEqualTo(400);
        assertThat(get(POLL + "&max=0").statusCode()).isEqualTo(400);
        assertThat(get(POLL + "&maximum=5").body()).contains("there is no parameter `maximum`");
        assertThat(get("/topics/orders/poll?group=a%20b").body()).contains("INVALID_NAME");
        assertThat(post("/offsets/commit", "{\"topic\":\"orders\",\"group\":\"g\",\"offsets\":[]}")
                        .body())
                .contains("offsets is empty or missing");
        assertThat(post(
                                "/offsets/commit",
                                "{\"topic\":\"orders\",\"group\":\"g\",\"offsets\":[{\"partition\":0,\"offset\":0}]}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void thereAreOnlySoManyMembers() {
        for (int i = 0; i < 20; i++) {
            assertThat(get(POLL + "&wait=0ms&clientId=c" + i).statusCode()).isEqualTo(200);
        }

        HttpResponse<String> oneMore = get(POLL + "&wait=0ms&clientId=c20");

        assertThat(oneMore.statusCode()).isEqualTo(503);
        assertThat(oneMore.headers().firstValue("retry-after")).contains("1");
        assertThat(gateway.members()).isEqualTo(20);
    }

    private void publish(int partition, int from, int to) {
        StringBuilder records = new StringBuilder();
        for (int i = from; i < to; i++) {
            records.append(i == from ? "" : ",").append("{\"value\":\"" + i + "\",\"partition\":" + partition + "}");
        }
        assertThat(post("/topics/orders/messages", "{\"records\":[" + records + "]}")
                        .statusCode())
                .isEqualTo(200);
    }

    private JsonNode poll(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** Commits all that was polled, all of one partition. */
    private HttpResponse<String> commit(JsonNode polled, @Nullable Long memberEpoch) {
        JsonNode last = polled.path("records").path(polled.path("records").size() - 1);
        return post(
                "/offsets/commit",
                "{\"topic\":\"orders\",\"group\":\"billing\",\"member\":" + polled.path("member")
                        + (memberEpoch == null ? "" : ",\"memberEpoch\":" + memberEpoch)
                        + ",\"offsets\":[{\"partition\":"
                        + last.path("partition").asInt() + ",\"offset\":"
                        + (last.path("offset").asLong() + 1) + "}]}");
    }

    /** Commits all that was polled, of however many partitions. */
    private HttpResponse<String> commitAll(JsonNode polled) {
        Map<Integer, Long> next = new TreeMap<>();
        polled.path("records")
                .forEach(record -> next.put(
                        record.path("partition").asInt(), record.path("offset").asLong() + 1));
        List<String> offsets = new ArrayList<>();
        next.forEach((partition, offset) -> offsets.add("{\"partition\":" + partition + ",\"offset\":" + offset + "}"));
        return post(
                "/offsets/commit",
                "{\"topic\":\"orders\",\"group\":\"billing\",\"member\":" + polled.path("member") + ",\"memberEpoch\":"
                        + polled.path("memberEpoch") + ",\"offsets\":" + offsets + "}");
    }

    private static List<String> values(JsonNode polled) {
        List<String> values = new ArrayList<>();
        polled.path("records").forEach(record -> values.add(record.path("value").asText()));
        return values;
    }

    private static List<String> numbers(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add("" + i);
        }
        return numbers;
    }
}
