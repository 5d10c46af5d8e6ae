/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadPartitionTest extends GatewayFixture {
    private static final String RECORDS = "/topics/orders/partitions/0/records";

    @Test
    void recordsComeInTheFormInWhichTheyCanBePublishedAgain() {
        publish("""
                {"key":"k","value":{"a":[1.10]},"partition":0,"timestamp":"2026-01-01T00:00:00Z",
                 "headers":[{"key":"h","value":"v"}]},
                {"value":"text","partition":0,"timestamp":"2026-01-01T00:00:01Z"},
                {"value":"/w==","encoding":"base64","partition":0,"timestamp":"2026-01-01T00:00:02Z"},
                {"key":"k","partition":0,"timestamp":"2026-01-01T00:00:03Z"}""");

        assertThat(get(RECORDS).body()).isEqualTo("""
                        {"records":[{"topic":"orders","partition":0,"offset":0,"timestamp":"2026-01-01T00:00:00.000Z",\
                        "key":"k","value":{"a":[1.10]},"encoding":"json","headers":[{"key":"h","value":"v"}],"deliveries":null},\
                        {"topic":"orders","partition":0,"offset":1,"timestamp":"2026-01-01T00:00:01.000Z",\
                        "key":null,"value":"text","encoding":"utf-8","headers":[],"deliveries":null},\
                        {"topic":"orders","partition":0,"offset":2,"timestamp":"2026-01-01T00:00:02.000Z",\
                        "key":null,"value":"/w==","encoding":"base64","headers":[],"deliveries":null},\
                        {"topic":"orders","partition":0,"offset":3,"timestamp":"2026-01-01T00:00:03.000Z",\
                        "key":"k","value":null,"encoding":"utf-8","headers":[],"deliveries":null}],\
                        "nextOffset":4,"endOffset":4}
                        """);
        assertThat(json(get(RECORDS + "?encoding=utf-8")).at("/records/0/value").asText())
                .isEqualTo("{\"a\":[1.10]}");
        assertThat(json(get(RECORDS + "?encoding=base64"))
                        .at("/records/1/value")
                        .asText())
                .isEqualTo("dGV4dA==");
    }

    @Test
    void readingBeginsAtAnOffsetOrATimeAndEndsAtItsLimits() {
        publish("""
                {"value":"a","partition":0,"timestamp":"2026-01-01T00:00:00Z"},
                {"value":"b","partition":0,"timestamp":"2026-01-01T00:00:01Z"},
                {"value":"c","partition":0,"timestamp":"2026-01-01T00:00:02Z"}""");

        JsonNode second = json(get(RECORDS + "?offset=1&max=1"));
        assertThat(second.at("/records/0/value").asText()).isEqualTo("b");
        assertThat(second.path("records")).hasSize(1);
        assertThat(second.path("nextOffset").asInt()).isEqualTo(2);
        assertThat(second.path("endOffset").asInt()).isEqualTo(3);
        assertThat(json(get(RECORDS + "?maxBytes=1")).path("records")).hasSize(1);
        assertThat(json(get(RECORDS + "?time=2026-01-01T01:00:02%2B01:00"))
                        .at("/records/0/value")
                        .asText())
                .isEqualTo("c");
        JsonNode end = json(get(RECORDS + "?offset=3"));
        assertThat(end.path("records")).isEmpty();
        assertThat(end.path("nextOffset").asInt()).isEqualTo(3);
    }

    @Test
    void atTheEndAReadWaits() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting = http.sendAsync(
                HttpRequest.newBuilder(uri(RECORDS + "?wait=30s")).build(), HttpResponse.BodyHandlers.ofString());
        while (cluster.readers() == 0) {
            Thread.onSpinWait();
        }
        publish("{\"value\":\"late\",\"partition\":0}");

        assertThat(json(waiting.get(20, TimeUnit.SECONDS))
                        .at("/records/0/value")
                        .asText())
                .isEqualTo("late");
    }

    @Test
    void whatIsWrongIsSaid() {
        publish("{\"value\":\"a\",\"partition\":0}");

        HttpResponse<String> future = get(RECORDS + "?offset=99");
        assertThat(future.statusCode()).isEqualTo(416);
        assertThat(json(future).path("detail").asText())
                .isEqualTo("offset is 99; partition orders/0 keeps 0 to 1, the end");
        assertThat(get(RECORDS + "?offset=0&time=2026-01-01T00:00:00Z").statusCode())
                .isEqualTo(400);
        assertThat(get(RECORDS + "?time=2026-01-01T00:00:00").body()).contains("a time with its zone");
        assertThat(get(RECORDS + "?offset=x").body()).contains("offset is `x`; it takes a whole number");
        assertThat(get(RECORDS + "?offset=0&offset=1").body()).contains("offset is given 2 times");
        assertThat(get("/topics/orders/partitions/9/records").statusCode()).isEqualTo(404);
        assertThat(get("/topics/orders/partitions/x/records").statusCode()).isEqualTo(400);
        assertThat(get("/topics/nowhere/partitions/0/records").statusCode()).isEqualTo(404);
        assertThat(get("/topics/a..%2Fb/partitions/0/records").body()).contains("INVALID_NAME");
    }

    private void publish(String records) {
        HttpResponse<String> answer = post("/topics/orders/messages", "{\"records\":[" + records + "]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
