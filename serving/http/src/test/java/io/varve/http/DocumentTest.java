/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.varve.http.call.Endpoint;
import io.varve.http.document.ApiDocument;
import io.varve.http.document.Operation;
import io.varve.http.document.Parameter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The document and the handlers, held against each other in both directions. */
class DocumentTest extends GatewayFixture {
    private static final ApiDocument DOCUMENT = ApiDocument.load();

    @Test
    void theDocumentIsServed() throws Exception {
        assertThat(json(get("/openapi.json"))).isEqualTo(MAPPER.readTree(DOCUMENT.text()));
        assertThat(DOCUMENT.operations()).extracting(Operation::id).doesNotHaveDuplicates();
    }

    @Test
    void aHandlerWithoutAnOperationIsADefect() {
        Map<String, Endpoint> more = new HashMap<>(OPERATOR);
        more.put("dance", OPERATOR.get("ready"));

        assertThatThrownBy(() -> new HttpGateway(config(), client, Optional.empty(), jobs.process("gateway-2"), more))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the document has no operations [dance]");
    }

    @Test
    void anOperationWithoutAHandlerIsADefect() {
        assertThatThrownBy(() -> new HttpGateway(
                        config(),
                        client,
                        Optional.empty(),
                        jobs.process("gateway-2"),
                        Map.of("metrics", OPERATOR.get("metrics"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("operation ready of the document has no endpoint");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        DOCUMENT.root().findValuesAsText("$ref").forEach(reference -> assertThat(
                        DOCUMENT.root().at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    /** What the document has, the handler reads: a value of the wrong type is refused by its name. */
    @TestFactory
    Stream<DynamicTest> everyParameterIsRead() {
        return DOCUMENT.operations().stream().flatMap(operation -> operation.parameters().stream()
                .filter(parameter -> parameter.in() != Parameter.Place.PATH)
                .filter(parameter -> wrong(parameter) != null)
                .map(parameter -> DynamicTest.dynamicTest(operation.id() + " " + parameter.name(), () -> {
                    boolean isQuery = parameter.in() == Parameter.Place.QUERY;
                    String query = isQuery ? "?" + parameter.name() + "=" + wrong(parameter) : "";
                    HttpRequest.Builder request = request(operation, query, "{}");
                    if (!isQuery) {
                        request.header(parameter.name(), wrong(parameter));
                    }
                    HttpResponse<String> answer = send(request);
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
                    assertThat(json(answer).path("detail").asText()).startsWith(parameter.name() + " is `");
                })));
    }

    /** And the other way: what the document doesn't have, the handler refuses. */
    @TestFactory
    Stream<DynamicTest> noOtherParameterIsRead() {
        return DOCUMENT.operations().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.id(), () -> {
                    HttpResponse<String> answer = send(request(operation, "?undocumented=1", "{}"));
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
                    assertThat(json(answer).path("detail").asText()).contains("`undocumented`");
                }));
    }

    /** Each field of each body, with a value of a type it doesn't have. */
    @TestFactory
    Stream<DynamicTest> everyFieldOfABodyIsRead() {
        return bodies().flatMap(operation -> {
            JsonNode schema = schema(operation);
            return names(schema)
                    .map(name -> DynamicTest.dynamicTest(operation.id() + " " + name, () -> {
                        ObjectNode body = MAPPER.createObjectNode();
                        required(schema).forEach(field -> body.set(field, example(schema, field)));
                        // No field of a body is one of these, as the type of each says.
                        body.set(name, MAPPER.createArrayNode().add(MAPPER.createArrayNode()));
                        HttpResponse<String> answer = send(request(operation, "", body.toString()));
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
                        assertThat(json(answer).path("path").asText()).startsWith(name);
                    }));
        });
    }

    @TestFactory
    Stream<DynamicTest> noOtherFieldOfABodyIsRead() {
        return bodies().map(operation -> DynamicTest.dynamicTest(operation.id(), () -> {
            JsonNode schema = schema(operation);
            HttpResponse<String> answer = send(request(operation, "", "{\"undocumented\":1}"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(json(answer).path("path").asText()).isEqualTo("undocumented");
            String listed = json(answer).path("detail").asText().replaceFirst(".* which has ", "");
            assertThat(listed.split(", "))
                    .containsExactlyInAnyOrder(names(schema).toArray(String[]::new));
        }));
    }

    private static Stream<Operation> bodies() {
        return DOCUMENT.operations().stream().filter(Operation::hasBody).filter(operation -> schema(operation)
                .has("properties"));
    }

    private static JsonNode schema(Operation operation) {
        return DOCUMENT.resolve(DOCUMENT.root()
                .path("paths")
                .path(operation.path())
                .path(operation.method().toLowerCase(java.util.Locale.ROOT))
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema"));
    }

    private static Stream<String> names(JsonNode schema) {
        Iterator<String> names = schema.path("properties").fieldNames();
        return Stream.generate(() -> names.hasNext() ? names.next() : "").takeWhile(name -> !name.isEmpty());
    }

    private static Stream<String> required(JsonNode schema) {
        Stream.Builder<String> names = Stream.builder();
        schema.path("required").forEach(name -> names.add(name.asText()));
        return names.build();
    }

    private static JsonNode example(JsonNode schema, String field) {
        JsonNode property = DOCUMENT.resolve(schema.path("properties").path(field));
        return switch (property.path("type").asText()) {
            case "integer" -> MAPPER.getNodeFactory().numberNode(1);
            case "object" -> MAPPER.createObjectNode();
            case "array" -> MAPPER.createArrayNode();
            default -> MAPPER.getNodeFactory().textNode("x");
        };
    }

    /** A text that the parameter doesn't take, null if it takes any. */
    private static @Nullable String wrong(Parameter parameter) {
        JsonNode schema = parameter.schema();
        boolean isRestricted =
                !schema.path("type").asText().equals("string") || schema.has("enum") || schema.has("format");
        return isRestricted ? "wrong" : schema.has("minLength") && parameter.in() == Parameter.Place.QUERY ? "" : null;
    }

    private HttpRequest.Builder request(Operation operation, String query, String body) {
        String path = operation.path();
        for (Parameter parameter : operation.parameters(Parameter.Place.PATH)) {
            boolean isNumber = parameter.schema().path("type").asText().equals("integer");
            path = path.replace("{" + parameter.name() + "}", isNumber ? "0" : "orders");
        }
        StringBuilder full = new StringBuilder(query.isEmpty() ? "?" : query);
        for (Parameter parameter : operation.parameters(Parameter.Place.QUERY)) {
            if (parameter.required() && !query.contains(parameter.name() + "=")) {
                full.append('&').append(parameter.name()).append("=x");
            }
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path + full)).header("content-type", "application/json");
        return request.method(
                operation.method(),
                operation.hasBody() ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
    }
}
