/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.varve.client.fake.Fault;
import io.varve.protocol.batch.Record;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishTest extends GatewayFixture {

    @Test
    void recordsAreStoredAsTheyWereSent() {
        HttpResponse<String> answer = post("/topics/orders/messages", """
                {"records": [
                  {"key": "a", "value": "text", "partition": 1, "timestamp": "2026-01-01T00:00:00+01:00",
                   "headers": [{"key": "source", "value": "web"}, {"key": "empty"}]},
                  {"value": {"b": 1.10, "c": [true, null]}, "partition": 1},
                  {"key": "a", "value": null, "partition": 1},
                  {"key": "AP8=", "value": "/w==", "encoding": "base64", "partition": 1},
                  {"value": "quoted", "encoding": "json", "partition": 1}
                ]}""");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"records\":[{\"partition\":1,\"offset\":0},{\"partition\":1,\"offset\":1},"
                                + "{\"partition\":1,\"offset\":2},{\"partition\":1,\"offset\":3},{\"partition\":1,\"offset\":4}]}\n");
        var stored = cluster.records("orders", 1);
        assertThat(stored)
                .extracting(record -> text(record.value()))
                .containsExactly("text", "{\"b\":1.10,\"c\":[true,null]}", null, "\u00ff", "\"quoted\"");
        assertThat(stored.get(0).timestamp()).isEqualTo(1_767_222_000_000L);
        assertThat(text(stored.get(0).key())).isEqualTo("a");
        assertThat(stored.get(0).headers())
                .extracting(Object::toString)
                .containsExactly("source=3 bytes", "empty=0 bytes");
        assertThat(stored.get(3).key()).containsExactly(0, 0xff);
    }

    @Test
    void aRawBodyIsOneRecordWithItsRestInHeaders() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/topics/public/default/orders/messages"))
                .header("content-type", "text/plain; charset=utf-8")
                .header("Varve-Key", "k")
                .header("Varve-Partition", "1")
                .header("Varve-Timestamp", "2026-01-01T00:00:00Z")
                .header("Varve-Header-Source", "shop")
                .POST(HttpRequest.BodyPublishers.ofString("just this")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Record stored = cluster.records("orders", 1).get(0);
        assertThat(text(stored.value())).isEqualTo("just this");
        assertThat(text(stored.key())).isEqualTo("k");
        assertThat(stored.headers().get(0).key()).isEqualTo("source");
    }

    @Test
    void aMessageIdIsStoredOnceAndAnsweredWithTheFirstPosition() {
        String body = "{\"records\":[{\"value\":\"a\",\"partition\":0,\"messageId\":\"order 1\"},"
                + "{\"value\":\"b\",\"partition\":0}]}";
        post("/topics/orders/messages", body);
        HttpResponse<String> again = post("/topics/orders/messages", body);
        HttpResponse<String> raw = send(HttpRequest.newBuilder(uri("/topics/orders/messages"))
                .header("content-type", "text/plain")
                .header("varve-partition", "0")
                .header("varve-message-id", "order 1")
                .POST(HttpRequest.BodyPublishers.ofString("a")));

        assertThat(again.body())
                .isEqualTo("{\"records\":[{\"partition\":0,\"offset\":0,\"duplicate\":true},"
                        + "{\"partition\":0,\"offset\":2}]}\n");
        assertThat(raw.body()).isEqualTo("{\"records\":[{\"partition\":0,\"offset\":0,\"duplicate\":true}]}\n");
        assertThat(cluster.records("orders", 0))
                .extracting(record -> text(record.value()))
                .containsExactly("a", "b", "b");
        assertThat(cluster.records("orders", 0).get(0).headers().get(0).key()).isEqualTo("varve-message-id");
    }

    @Test
    void aGzippedBodyIsUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"records\":[{\"value\":\"packed\",\"partition\":0}]}".getBytes(StandardCharsets.UTF_8));
        }
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/topics/public%2Fdefault%2Forders/messages"))
                .header("content-type", "application/json")
                .header("content-encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray())));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(text(cluster.records("orders", 0).get(0).value())).isEqualTo("packed");
    }

    @Test
    void wrongJsonIsNamedByLineAndColumn() {
        HttpResponse<String> answer = post("/topics/orders/messages", "{\"records\": [\n  {\"value\": nope}]}");

        JsonNode problem = json(answer);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(problem.path("line").asInt()).isEqualTo(2);
        assertThat(problem.path("column").asInt()).isBetween(12, 18);
        assertThat(problem.path("code").asText()).isEqualTo("INVALID_ARGUMENT");
        assertThat(problem.path("type").asText()).isEqualTo("urn:varve:INVALID_ARGUMENT");
        assertThat(problem.path("status").asInt()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                | records             | is empty or missing
                    []                                                | the body            | is the array; it takes an object
                    {"records":{}}                                    | records             | it takes an array
                    {"records":[5]}                                   | records[0]          | is the number 5; it takes an object
                    {"records":[{"value":"v"},{"valu":"v"}]}          | records[1].valu     | is not a field of records[1]
                    {"records":[{"value":"v","partition":"1"}]}       | records[0].partition| is the string "1"; it takes a whole number
                    {"records":[{"value":"v","partition":1.5}]}       | records[0].partition| it takes a whole number
                    {"records":[{"value":"v","partition":-1}]}        | records[0].partition| from 0 to
                    {"records":[{"value":"v","key":7}]}               | records[0].key      | is the number 7; it takes a string
                    {"records":[{"value":"v","timestamp":"2026-01-01T00:00:00"}]} | records[0].timestamp | a time with its zone
                    {"records":[{"value":"v","headers":[{"value":"v"}]}]} | records[0].headers[0].key | is missing
                    {"records":[{"value":"!","encoding":"base64"}]}   | records[0].value    | is no base64
                    {"records":[{"value":"v","encoding":"rot13"}]}    | records[0].encoding | it takes utf-8, json or base64
                    {"records":[{"headers":[]}]}                      | records[0].value    | is missing
                    {"records":[{"value":"v","messageId":""}]}        | records[0].messageId| message id has 0 bytes, allowed are 1 to 256
                    {"records":[{"value":"v","messageId":7}]}         | records[0].messageId| is the number 7; it takes a string
                    """)
    void aWrongFieldIsNamedByItsPath(String body, String path, String why) {
        HttpResponse<String> answer = post("/topics/orders/messages", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode problem = json(answer);
        assertThat(problem.path("path").asText()).isEqualTo(path);
        assertThat(problem.path("detail").asText()).startsWith(path).contains(why);
        assertThat(cluster.count(CommandType.PRODUCE)).isZero();
    }

    @Test
    void anUnknownTopicIsNotFound() {
        HttpResponse<String> answer = post("/topics/nowhere/messages", "{\"records\":[{\"value\":\"v\"}]}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).path("code").asText()).isEqualTo("TOPIC_NOT_FOUND");
    }

    @Test
    void aRecordAboveTheLimitIsTooLargeAndTheOthersAreStored() {
        String large = "x".repeat(1_000_000);
        HttpResponse<String> answer = post(
                "/topics/orders/messages",
                "{\"records\":[{\"value\":\"v\",\"partition\":0},{\"value\":\"v\",\"partition\":7},"
                        + "{\"value\":\"w\",\"partition\":0}]}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        assertThat(json(answer).path("detail").asText()).startsWith("records[1]: ");
        assertThat(json(answer).at("/records/0/offset").asInt(-1)).isZero();
        assertThat(json(answer).at("/records/1/error/code").asText()).isEqualTo("PARTITION_NOT_FOUND");
        assertThat(json(answer).at("/records/2/offset").asInt(-1)).isEqualTo(1);
        assertThat(post("/topics/orders/messages", "{\"records\":[{\"value\":\"" + large + large + "\"}]}")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void aBodyAboveTheLimitIsTooLargeHoweverItComes() throws IOException {
        byte[] body = new byte[2 << 20];
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        }
        HttpResponse<String> announced = send(HttpRequest.newBuilder(uri("/topics/orders/messages"))
                .header("content-type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        HttpResponse<String> chunked = send(HttpRequest.newBuilder(uri("/topics/orders/messages"))
                .header("content-type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));
        HttpResponse<String> bomb = send(HttpRequest.newBuilder(uri("/topics/orders/messages"))
                .header("content-type", "text/plain")
                .header("content-encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray())));

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(bomb.statusCode()).isEqualTo(413);
        awaitNoBodies();
    }

    @Test
    void whatCurlSendsUnlessToldOtherwiseIsRefusedWithAHint() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/topics/orders/messages"))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("{\"records\":[]}")));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(json(answer).path("detail").asText()).contains("send application/json");
    }

    @Test
    void whatTheClusterRefusesIsThatProblem() {
        cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.error(ErrorCode.DAMAGED)));

        HttpResponse<String> answer = post("/topics/orders/messages", "{\"records\":[{\"value\":\"v\"}]}");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(json(answer).path("code").asText()).isEqualTo("DAMAGED");
        assertThat(json(answer).path("retriable").asBoolean(true)).isFalse();
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        return new String(bytes, bytes.length == 1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}
