/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.varve.cli.CommandTree;
import io.varve.cli.run.Terminal;
import io.varve.http.document.ApiDocument;
import io.varve.http.document.Operation;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Every call of the HTTP API has its twin on the command line, which the API's document names in {@code x-varve-cli}. A query
 * parameter or a field of a body is an option of the same name ({@code dryRun} is {@code --dry-run}, {@code retentionMs} is
 * {@code --retention}, since the command takes times with their units), unless the document names another one, an argument, or
 * says why there is {@code none}.
 */
class CliTwinsTest {
    private static final ApiDocument DOCUMENT = ApiDocument.load();
    private static final String TWIN = "x-varve-cli";
    private static final String NONE = "none: ";

    @TestFactory
    Stream<DynamicTest> everyCallHasATwinThatTakesWhatItTakes() {
        return DOCUMENT.operations().stream()
                .filter(operation -> !twin(operation).startsWith(NONE))
                .map(operation -> DynamicTest.dynamicTest(operation.id(), () -> {
                    CommandSpec command = command(twin(operation));
                    inputs(operation).forEach((name, input) -> assertThat(takes(command, twin(name, input)))
                            .as("%s of %s is %s of '%s'", name, operation.id(), twin(name, input), twin(operation))
                            .isTrue());
                }));
    }

    /** What programs watch a server by, no person types. */
    @Test
    void onlyWhatWatchesServersHasNoTwin() {
        assertThat(DOCUMENT.operations())
                .filteredOn(operation -> twin(operation).startsWith(NONE))
                .extracting(Operation::id)
                .containsExactlyInAnyOrder("metrics", "health", "ready", "document");
    }

    /** And the other way: what administers by hand, programs can do as well. */
    @TestFactory
    Stream<DynamicTest> everyCommandThatAdministersIsTheTwinOfACall() {
        CommandLine varve = CommandTree.of(Terminal.ofProcess());
        return Stream.of("topic", "namespace", "group", "job", "broker", "shard")
                .flatMap(group ->
                        below(varve, group).getSubcommands().values().stream().distinct())
                .map(command -> command.getCommandSpec().qualifiedName())
                .map(name -> DynamicTest.dynamicTest(name, () -> assertThat(DOCUMENT.operations())
                        .extracting(CliTwinsTest::twin)
                        .contains(name)));
    }

    private static String twin(Operation operation) {
        return method(operation).path(TWIN).asText();
    }

    /** An option with its dashes, the label of an argument, or none with the reason. */
    private static String twin(String name, JsonNode input) {
        String kebab = name.replaceAll("Ms$", "").replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return input.path(TWIN).asText("--" + kebab);
    }

    private static CommandSpec command(String twin) {
        CommandLine command = CommandTree.of(Terminal.ofProcess());
        assertThat(twin).startsWith("varve ");
        for (String word : twin.substring("varve ".length()).split(" ")) {
            command = below(command, word);
        }
        return command.getCommandSpec();
    }

    private static CommandLine below(CommandLine command, String word) {
        CommandLine found = command.getSubcommands().get(word);
        if (found == null) {
            throw new AssertionError("'" + command.getCommandSpec().qualifiedName() + "' has no command " + word);
        }
        return found;
    }

    private static boolean takes(CommandSpec command, String twin) {
        if (twin.startsWith("--")) {
            return command.findOption(twin) != null;
        }
        return (twin.startsWith(NONE) && twin.length() > NONE.length())
                || command.positionalParameters().stream()
                        .anyMatch(argument -> argument.paramLabel().equals(twin));
    }

    /** Its parameters and the fields of its body, by name. */
    private static Map<String, JsonNode> inputs(Operation operation) {
        Map<String, JsonNode> inputs = new TreeMap<>();
        Stream.of(DOCUMENT.root().path("paths").path(operation.path()), method(operation))
                .forEach(node -> node.path("parameters").forEach(reference -> {
                    JsonNode parameter = DOCUMENT.resolve(reference);
                    inputs.put(parameter.path("name").asText(), parameter);
                }));
        JsonNode body = method(operation).at("/requestBody/content/application~1json/schema");
        DOCUMENT.resolve(body)
                .path("properties")
                .properties()
                .forEach(field -> inputs.put(field.getKey(), field.getValue()));
        return inputs;
    }

    private static JsonNode method(Operation operation) {
        return DOCUMENT.root()
                .path("paths")
                .path(operation.path())
                .path(operation.method().toLowerCase(Locale.ROOT));
    }
}
