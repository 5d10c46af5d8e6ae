/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdminTest extends GatewayFixture {
    private static final String NAMESPACE = "/admin/v1/tenants/public/namespaces/default";
    private static final String TOPIC = NAMESPACE + "/topics/orders";

    @Test
    void aTopicIsCreatedOnce() {
        String body = "{\"name\":\"new\",\"partitions\":3,\"retentionMs\":1000,\"retentionBytes\":5}";
        HttpResponse<String> created = post(NAMESPACE + "/topics", body);
        HttpResponse<String> again = post(NAMESPACE + "/topics", body);

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("location")).contains(NAMESPACE + "/topics/new");
        assertThat(json(created).path("partitions").asInt()).isEqualTo(3);
        assertThat(json(created).path("retentionMs").asInt()).isEqualTo(1000);
        assertThat(json(created).path("retentionBytes").asInt()).isEqualTo(5);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).path("code").asText()).isEqualTo("TOPIC_EXISTS");
    }

    @Test
    void listsComePageByPage() {
        for (int i = 0; i < 5; i++) {
            cluster.topic("t" + i, 1);
        }
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(get(NAMESPACE + "/topics?limit=2" + cursor));
            page.path("topics").forEach(topic -> names.add(topic.path("topic").asText()));
            cursor = page.path("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("nextCursor").asText();
        } while (!cursor.isEmpty());

        assertThat(names).containsExactly("orders", "t0", "t1", "t2", "t3", "t4");
        assertThat(json(get(NAMESPACE + "/topics?prefix=t3")).path("topics")).hasSize(1);
        assertThat(get(NAMESPACE + "/topics?cursor=%21").statusCode()).isEqualTo(400);
        assertThat(json(get("/admin/v1/tenants/other/namespaces/default/topics"))
                        .path("topics"))
                .isEmpty();
    }

    @Test
    void aTopicIsDescribedAlteredSealedAndDeleted() {
        post("/topics/orders/messages", "{\"records\":[{\"value\":\"v\",\"partition\":1}]}");

        assertThat(json(get(TOPIC)).at("/partitions/1/nextOffset").asInt()).isEqualTo(1);
        assertThat(json(get(TOPIC + "/segments")).path("segments").isArray()).isTrue();
        assertThat(json(get(TOPIC + "/objects")).path("objects").isArray()).isTrue();
        assertThat(json(post(TOPIC + "/seal", "")).path("shards")).hasSize(2);
        assertThat(json(post(TOPIC + "/seal?dryRun=true", "")).path("dryRun").asBoolean())
                .isTrue();
        JsonNode kept = json(delete(TOPIC + "?dryRun=true"));
        assertThat(kept.path("records").asInt()).isEqualTo(1);
        assertThat(kept.path("deleted").asBoolean(true)).isFalse();
        assertThat(get(TOPIC).statusCode()).isEqualTo(200);
        assertThat(json(delete(TOPIC)).path("deleted").asBoolean()).isTrue();
        assertThat(get(TOPIC).statusCode()).isEqualTo(404);
        assertThat(delete(TOPIC).statusCode()).isEqualTo(404);
    }

    @Test
    void aGroupIsListedDescribedAndDeletedWithoutMembers() {
        post("/topics/orders/messages", "{\"records\":[{\"value\":\"v\",\"partition\":0}]}");
        JsonNode polled = json(get("/topics/orders/poll?group=billing"));
        String body = "{\"topic\":\"orders\",\"group\":\"billing\",\"offsets\":[{\"partition\":0,\"offset\":1}]}";
        assertThat(post("/offsets/commit", body).statusCode()).isEqualTo(204);

        assertThat(json(get(NAMESPACE + "/groups")).at("/groups/0/group").asText())
                .isEqualTo("billing");
        JsonNode group = json(get(NAMESPACE + "/groups/billing"));
        assertThat(group.at("/members/0/memberId")).isEqualTo(polled.path("member"));
        assertThat(group.at("/partitions/0/committedOffset").asInt()).isEqualTo(1);
        JsonNode doomed = json(delete(NAMESPACE + "/groups/billing?dryRun=true"));
        assertThat(doomed.path("deletable").asBoolean(true)).isFalse();
        assertThat(doomed.path("members").asInt()).isEqualTo(1);
        assertThat(get(NAMESPACE + "/groups/nobody").statusCode()).isEqualTo(404);
        assertThat(delete(NAMESPACE + "/groups/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void aTopicGetsMorePartitionsAndSaysWhichShareOfKeysMoves() {
        JsonNode planned = json(patch(TOPIC + "?dryRun=true", "{\"partitions\":4}"));
        assertThat(planned.path("partitionsBefore").asInt()).isEqualTo(2);
        assertThat(planned.path("partitions").asInt()).isEqualTo(4);
        assertThat(planned.path("movedKeyShare").asDouble()).isPositive();
        assertThat(patch(TOPIC, "{\"partitions\":0}").statusCode()).isEqualTo(400);
        assertThat(patch(NAMESPACE + "/topics/nowhere", "{\"partitions\":4}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aGroupIsMovedAndItsMembersGoOnFromThere() {
        post(
                "/topics/orders/messages",
                "{\"records\":[{\"value\":\"a\",\"partition\":0},{\"value\":\"b\",\"partition\":0}]}");
        get("/topics/orders/poll?group=billing");
        String body = "{\"topic\":\"orders\",\"group\":\"billing\",\"offsets\":[{\"partition\":0,\"offset\":2}]}";
        assertThat(post("/offsets/commit", body).statusCode()).isEqualTo(204);

        String seek = "{\"topic\":\"orders\",\"partitions\":[0],\"to\":{\"offset\":1}}";
        JsonNode planned = json(post(NAMESPACE + "/groups/billing/seek?dryRun=true", seek));
        assertThat(planned.at("/partitions/0/from").asInt()).isEqualTo(2);
        assertThat(planned.at("/partitions/0/to").asInt()).isEqualTo(1);
        assertThat(planned.at("/partitions/0/records").asInt()).isEqualTo(-1);
        assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(2);
        assertThat(post(NAMESPACE + "/groups/billing/seek", seek).statusCode()).isEqualTo(200);
        assertThat(cluster.groups().committed("billing", "orders", 0)).isEqualTo(1);
        assertThat(post(NAMESPACE + "/groups/nobody/seek", seek).statusCode()).isEqualTo(404);
        assertThat(post(NAMESPACE + "/groups/billing/seek", seek.replace("1}", "99}"))
                        .statusCode())
                .isEqualTo(416);
        assertThat(post(NAMESPACE + "/groups/billing/seek", seek.replace("{\"offset\":1}", "\"soon\""))
                        .body())
                .contains("to is `soon`; it takes earliest or latest");
    }

    @Test
    void brokersAndShardsAreListed() {
        assertThat(json(get("/admin/v1/brokers")).path("brokers")).hasSize(2);
        assertThat(json(get("/admin/v1/shards")).path("shards")).hasSize(2);
    }

    private HttpResponse<String> patch(String path, String json) {
        return send(HttpRequest.newBuilder(uri(path)).method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(uri(path)).DELETE());
    }
}
