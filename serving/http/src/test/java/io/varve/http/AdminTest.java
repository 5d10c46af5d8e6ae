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
        String body =
                "{\"name\":\"new\",\"partitions\":3,\"retentionMs\":1000,\"retentionBytes\":5,\"dedupWindowMs\":1000}";
        HttpResponse<String> created = post(NAMESPACE + "/topics", body);
        HttpResponse<String> again = post(NAMESPACE + "/topics", body);

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("location")).contains(NAMESPACE + "/topics/new");
        assertThat(json(created).path("partitions").asInt()).isEqualTo(3);
        assertThat(json(created).path("retentionMs").asInt()).isEqualTo(1000);
        assertThat(json(created).path("retentionBytes").asInt()).isEqualTo(5);
        assertThat(json(created).path("dedupWindowMs").asInt()).isEqualTo(1000);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).path("code").asText()).isEqualTo("TOPIC_EXISTS");
    }

    @Test
    void theDefaultNamespaceNeedsNotBeNamed() {
        assertThat(get("/admin/v1/topics/orders").body())
                .isEqualTo(get(TOPIC).body())
                .startsWith("{\"topic\":\"orders\",");
        assertThat(post("/admin/v1/topics", "{\"name\":\"brief\",\"partitions\":1}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(json(delete("/admin/v1/topics/brief?dryRun=true"))
                        .path("topic")
                        .asText())
                .isEqualTo("brief");
        assertThat(get("/admin/v1/groups").body())
                .isEqualTo(get(NAMESPACE + "/groups").body());
        assertThat(json(get("/admin/v1/deleted-topics")).path("topics")).isEmpty();
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
        JsonNode segments = json(get(TOPIC + "/segments")).path("segments");
        assertThat(segments.path(0).path("object").asText()).isEqualTo("v1/object-0");
        assertThat(segments.path(3).path("ledgerId").asInt()).isEqualTo(7);
        assertThat(segments.path(3).path("lastAppend").asText()).isEqualTo("1970-01-01T00:00:00.002Z");
        assertThat(json(get(TOPIC + "/objects")).path("objects").isArray()).isTrue();
        assertThat(json(post(TOPIC + "/seal", "")).path("shards")).hasSize(2);
        assertThat(post(TOPIC + "/seal?dryRun=true", "").body())
                .isEqualTo("{\"topic\":\"orders\",\"shards\":[0],\"dryRun\":true}\n");
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
    void aDedupWindowIsSetShownAndTakenAway() {
        assertThat(json(get(TOPIC)).path("dedupWindowMs").isNull()).isTrue();
        JsonNode planned = json(patch(TOPIC + "?dryRun=true", "{\"dedupWindowMs\":60000}"));
        assertThat(planned.path("dedupWindowMs").asInt()).isEqualTo(60_000);
        assertThat(json(get(TOPIC)).path("dedupWindowMs").isNull()).isTrue();
        assertThat(patch(TOPIC, "{\"dedupWindowMs\":60000}").statusCode()).isEqualTo(200);
        assertThat(json(get(TOPIC)).path("dedupWindowMs").asInt()).isEqualTo(60_000);
        assertThat(json(get(NAMESPACE + "/topics"))
                        .at("/topics/0/dedupWindowMs")
                        .asInt())
                .isEqualTo(60_000);
        assertThat(json(patch(TOPIC, "{\"dedupWindowMs\":0}"))
                        .path("dedupWindowMs")
                        .isNull())
                .isTrue();
    }

    @Test
    void aDeletedTopicIsListedRestoredAndPurged() {
        String bin = NAMESPACE + "/deleted-topics";
        JsonNode deleted = json(delete(TOPIC));
        String id = deleted.path("topicId").asText();
        assertThat(deleted.path("restorableUntil").asText()).isEqualTo("1970-01-08T00:00:00.001Z");
        assertThat(json(get(bin)).at("/topics/0/topicId").asText()).isEqualTo(id);
        assertThat(json(get("/admin/v1/tenants/public/namespaces/other/deleted-topics"))
                        .path("topics"))
                .isEmpty();

        assertThat(json(post(bin + "/orders/restore", "")).path("topicId").asText())
                .isEqualTo(id);
        assertThat(get(TOPIC).statusCode()).isEqualTo(200);
        delete(TOPIC);
        String elsewhere = "/admin/v1/tenants/public/namespaces/other/deleted-topics/" + id;
        assertThat(post(elsewhere + "/restore", "").statusCode()).isEqualTo(404);
        assertThat(delete(elsewhere).statusCode()).isEqualTo(404);
        assertThat(post(bin + "/" + id + "/restore?as=again", "").statusCode()).isEqualTo(200);
        delete(TOPIC);

        JsonNode planned = json(delete(bin + "/orders?dryRun=true"));
        assertThat(planned.path("deleted").asBoolean(true)).isFalse();
        assertThat(planned.path("restorableUntil").isNull()).isTrue();
        assertThat(json(delete(bin + "/" + id)).path("deleted").asBoolean()).isTrue();
        assertThat(json(get(bin)).path("topics")).isEmpty();
        assertThat(delete(bin + "/orders").statusCode()).isEqualTo(404);
        assertThat(post(bin + "/orders/restore", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aTopicIsDeletedForGood() {
        assertThat(json(delete(TOPIC + "?now=true")).path("restorableUntil").isNull())
                .isTrue();
        assertThat(json(get(NAMESPACE + "/deleted-topics")).path("topics")).isEmpty();
    }

    @Test
    void deletedTopicsComePageByPageAlsoThoseOfTheSameName() {
        for (int i = 0; i < 3; i++) {
            cluster.topic("again", 1);
            assertThat(delete(NAMESPACE + "/topics/again").statusCode()).isEqualTo(200);
        }
        String bin = NAMESPACE + "/deleted-topics";
        JsonNode first = json(get(bin + "?limit=2"));
        JsonNode second =
                json(get(bin + "?limit=2&cursor=" + first.path("nextCursor").asText()));
        assertThat(first.path("topics")).hasSize(2);
        assertThat(second.path("topics")).hasSize(1);
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(second.at("/topics/0/topicId"))
                .isNotIn(first.at("/topics/0/topicId"), first.at("/topics/1/topicId"));
        HttpResponse<String> ambiguous = post(bin + "/again/restore", "");
        assertThat(ambiguous.statusCode()).isEqualTo(400);
        assertThat(json(ambiguous).path("detail").asText()).contains("by its id");
    }

    @Test
    void aNamespaceIsCreatedDescribedListedAndDeleted() {
        String tenant = "/admin/v1/tenants/acme/namespaces";
        HttpResponse<String> created = post(tenant, "{\"name\":\"billing\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("location")).contains(tenant + "/billing");
        assertThat(get(tenant + "/billing").body())
                .isEqualTo(created.body())
                .isEqualTo("{\"namespace\":\"acme/billing\",\"created\":\"1970-01-01T00:00:00.001Z\","
                        + "\"shardSet\":\"default\"}\n");
        HttpResponse<String> again = post(tenant, "{\"name\":\"billing\"}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).path("code").asText()).isEqualTo("NAMESPACE_EXISTS");
        assertThat(json(get(tenant)).path("namespaces").findValuesAsText("namespace"))
                .contains("acme/billing");

        assertThat(delete(tenant + "/billing?dryRun=true").body())
                .isEqualTo("{\"namespace\":\"acme/billing\",\"deleted\":false,\"dryRun\":true}\n");
        assertThat(json(delete(tenant + "/billing")).path("deleted").asBoolean())
                .isTrue();
        assertThat(get(tenant + "/billing").statusCode()).isEqualTo(404);
        assertThat(delete(tenant + "/billing?dryRun=true").statusCode()).isEqualTo(404);
        assertThat(json(delete(tenant + "/billing")).path("code").asText()).isEqualTo("NAMESPACE_NOT_FOUND");
        assertThat(post(tenant, "{\"name\":\"a b\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void aGroupIsMovedAndItsMembersGoOnFromThere() {
        post(
                "/topics/orders/messages",
                "{\"records\":[{\"value\":\"a\",\"partition\":0},{\"value\":\"b\",\"partition\":0}]}");
        // They may have come in two batches, and a poll answers when the first is there.
        while (json(get("/topics/orders/poll?group=billing&wait=5s"))
                        .path("records")
                        .size()
                < 2) {
            Thread.onSpinWait();
        }
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
        JsonNode shards = json(get("/admin/v1/shards")).path("shards");
        assertThat(shards).hasSize(2);
        assertThat(shards.path(0).path("address").asText())
                .isEqualTo(cluster.broker(0).address());
        assertThat(shards.path(0).at("/segments/0/state").asText()).isEqualTo("open");
        assertThat(shards.path(1).path("brokerId").isNull()).isTrue();
    }

    private HttpResponse<String> patch(String path, String json) {
        return send(HttpRequest.newBuilder(uri(path)).method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(uri(path)).DELETE());
    }
}
