/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.report.RunConditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Under which conditions measurements were taken, beside them: what goes on under others would be another comparison. */
record ConditionsFile(Path file) {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Writes them, in place of what is there. */
    void write(RunConditions conditions) throws IOException {
        Files.write(file, MAPPER.writeValueAsBytes(conditions));
    }

    /** Reads what was written; fails when nothing was. */
    RunConditions read() throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("nothing says under which conditions it was measured: there is no " + file);
        }
        return MAPPER.readValue(file.toFile(), RunConditions.class);
    }

    /** Fails, naming what differs, unless the scale is that which the comparison was begun with. */
    static void checkSame(RunConditions begun, Scale scale) throws IOException {
        List<String> differences = new ArrayList<>();
        Map<String, Object> before = numbers(begun.scale());
        numbers(scale).forEach((name, number) -> {
            Object other = before.get(name);
            if (!Objects.equals(number, other)) {
                differences.add(name + " was " + other + " and is " + number);
            }
        });
        if (!differences.isEmpty()) {
            throw new IOException("the comparison can't be continued: " + String.join("; ", differences));
        }
    }

    private static Map<String, Object> numbers(Scale scale) {
        return MAPPER.convertValue(scale, new TypeReference<>() {});
    }
}
