/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway's death loses nothing that was answered. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class HttpGatewayKillTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void whatWasNotCommittedComesAgainWhenTheServerIsStartedAgain(@TempDir Path directory) throws Exception {
        try (ServerProcess server =
                ServerProcess.start(ServerSettings.in(directory).with("http.session-timeout", "5s"))) {
            JsonNode lost = polledAndNotCommitted(server.httpPort());
            server.sigkill();

            try (ServerProcess elsewhere = server.startAgain()) {
                comesAgain(elsewhere.httpPort(), lost);
            }
        }
    }

    @Test
    void whatWasNotCommittedComesAgainFromAnotherGateway(@TempDir Path directory) throws Exception {
        try (ServerProcess server = ServerProcess.start(ServerSettings.in(directory));
                GatewayProcess gateway = GatewayProcess.start(server.address())) {
            JsonNode lost = polledAndNotCommitted(gateway.port());
            gateway.sigkill();

            comesAgain(server.httpPort(), lost);
        }
    }

    /** Three records are stored, the first is committed, the others are polled. */
    private JsonNode polledAndNotCommitted(int port) throws Exception {
        String topics = "/admin/v1/tenants/public/namespaces/default/topics";
        assertThat(post(port, topics, "{\"name\":\"orders\",\"partitions\":1}").statusCode())
                .isEqualTo(201);
        HttpResponse<String> stored = post(
                port,
                "/topics/orders/messages",
                "{\"records\":[{\"value\":\"a\"},{\"value\":\"b\"},{\"value\":\"c\"}]}");
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
        JsonNode first = poll(port, "&max=1");
        assertThat(commit(port, first).statusCode()).isEqualTo(204);
        JsonNode polled = poll(port, "");
        assertThat(values(polled)).containsExactly("b", "c");
        return polled;
    }

    /** What was polled comes again, and only the member that it comes to can commit it. */
    private void comesAgain(int port, JsonNode lost) throws Exception {
        HttpResponse<String> late = commit(port, lost);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("UNKNOWN_MEMBER");
        JsonNode again = poll(port, "");
        // The old member's session has to end first.
        while (again.path("records").isEmpty()) {
            again = poll(port, "");
        }
        assertThat(values(again)).containsExactly("b", "c");
        assertThat(again.path("memberEpoch").asLong())
                .isGreaterThan(lost.path("memberEpoch").asLong());
        HttpResponse<String> stale = post(
                port,
                "/offsets/commit",
                body(again)
                        .replace(
                                "\"memberEpoch\":" + again.path("memberEpoch"),
                                "\"memberEpoch\":" + lost.path("memberEpoch")));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("STALE_MEMBER_EPOCH");
        assertThat(commit(port, again).statusCode()).isEqualTo(204);
        assertThat(values(poll(port, "&wait=100ms"))).isEmpty();
    }

    private JsonNode poll(int port, String more) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri(port, "/topics/orders/poll?group=billing" + more))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private HttpResponse<String> commit(int port, JsonNode polled) throws Exception {
        return post(port, "/offsets/commit", body(polled));
    }

    /** Commits all that was polled, which is of one partition. */
    private static String body(JsonNode polled) {
        JsonNode last = polled.path("records").path(polled.path("records").size() - 1);
        return "{\"topic\":\"orders\",\"group\":\"billing\",\"member\":" + polled.path("member") + ",\"memberEpoch\":"
                + polled.path("memberEpoch") + ",\"offsets\":[{\"partition\":0,\"offset\":"
                + (last.path("offset").asLong() + 1) + "}]}";
    }

    private HttpResponse<String> post(int port, String path, String json) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(port, path))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static List<String> values(JsonNode polled) {
        List<String> values = new ArrayList<>();
        polled.path("records").forEach(record -> values.add(record.path("value").asText()));
        return values;
    }
}
