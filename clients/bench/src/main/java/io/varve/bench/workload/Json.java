/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Workloads and results as JSON: arrays of objects with the names of the records' components. */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** Reads the workloads of a file. */
    public static List<Workload> readWorkloads(Path file) throws IOException {
        return List.of(MAPPER.readValue(file.toFile(), Workload[].class));
    }

    /** Writes workloads to a file, in place of what was in it. */
    public static void writeWorkloads(Path file, List<Workload> workloads) throws IOException {
        write(file, workloads);
    }

    /** Reads the results of a file. */
    public static List<Result> readResults(Path file) throws IOException {
        return List.of(MAPPER.readValue(file.toFile(), Result[].class));
    }

    /** Writes results to a file, in place of what was in it. */
    public static void writeResults(Path file, List<Result> results) throws IOException {
        write(file, results);
    }

    /** A result as one line of JSON. */
    public static String line(Result result) throws IOException {
        return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result);
    }

    private static void write(Path file, List<?> values) throws IOException {
        Files.write(file, MAPPER.writeValueAsBytes(values));
    }
}
