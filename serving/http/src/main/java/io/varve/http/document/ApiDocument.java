/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The API's OpenAPI 3.1 document. It is not a description of the API but what the API is read from: routes are mounted by it, and
 * what a request may say is checked against it, so that the two can't differ.
 */
public final class ApiDocument {
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private final byte[] text;
    private final JsonNode root;
    private final List<Operation> operations = new ArrayList<>();

    private ApiDocument(byte[] text) throws IOException {
        this.text = text;
        this.root = new ObjectMapper().readTree(text);
        root.path("paths").properties().forEach(path -> METHODS.stream()
                .filter(path.getValue()::has)
                .forEach(method -> operations.add(
                        operation(path.getKey(), method, path.getValue().get(method)))));
    }

    /** The one that is shipped with this module. */
    public static ApiDocument load() {
        try (InputStream in = ApiDocument.class.getResourceAsStream("/io/varve/http/openapi.json")) {
            return new ApiDocument(Objects.requireNonNull(in, "openapi.json is not on the class path")
                    .readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("openapi.json can't be read", e);
        }
    }

    /** The document as it is served. */
    public byte[] text() {
        return text.clone();
    }

    /** The document as a tree. */
    public JsonNode root() {
        return root;
    }

    /** All operations in the document's order. */
    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    private Operation operation(String path, String method, JsonNode node) {
        List<Parameter> parameters = new ArrayList<>();
        root.path("paths").path(path).path("parameters").forEach(each -> parameters.add(parameter(each)));
        node.path("parameters").forEach(each -> parameters.add(parameter(each)));
        return new Operation(
                node.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                List.copyOf(parameters),
                node.has("requestBody"));
    }

    private Parameter parameter(JsonNode node) {
        JsonNode resolved = resolve(node);
        return new Parameter(
                resolved.path("name").asText(),
                Parameter.Place.valueOf(resolved.path("in").asText().toUpperCase(Locale.ROOT)),
                resolved.path("required").asBoolean(),
                resolve(resolved.path("schema")));
    }

    /** What a {@code $ref} refers to. */
    public JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : root.at(reference.substring(1));
    }
}
