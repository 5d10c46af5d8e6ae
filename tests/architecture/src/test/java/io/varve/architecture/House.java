/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The modules, what each may use, and their compiled classes. A new module is one line here. */
final class House {

    /** A module's package below {@code io.varve}, and the modules it may use besides what those use. */
    static final Map<String, Set<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            module("protocol"),
            module("client", "protocol"),
            module("replay", "client", "objects"),
            module("bench", "client", "replay"),
            module("cli", "client", "replay", "bench", "s3", "minio"),
            module("metadata", "protocol"),
            module("zookeeper", "metadata"),
            module("cluster", "metadata"),
            module("log", "protocol", "metadata"),
            module("bookkeeper", "log"),
            module("objects", "protocol"),
            module("tiering", "objects", "log"),
            module("s3", "objects"),
            module("minio", "objects"),
            module("shard", "log", "objects", "tiering", "cluster"),
            module("transport", "shard"),
            module("http", "client", "replay"),
            module("server", "transport", "http", "zookeeper", "bookkeeper", "s3", "minio")));

    /** Everything of ours that is shipped; neither tests nor what protoc generates. */
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/io/varve/protocol/wire/"))
            .importPackages("io.varve");

    private House() {}

    /** The modules that {@code module} may use, itself included. */
    static Set<String> reachable(String module) {
        Set<String> reached = new LinkedHashSet<>();
        reach(module, reached);
        return reached;
    }

    /** ArchUnit's pattern for a module's packages. */
    static String packages(String module) {
        return "io.varve." + module + "..";
    }

    private static void reach(String module, Set<String> reached) {
        if (reached.add(module)) {
            ARROWS.getOrDefault(module, Set.of()).forEach(used -> reach(used, reached));
        }
    }

    private static Map.Entry<String, Set<String>> module(String name, String... uses) {
        return Map.entry(name, Stream.of(uses).collect(Collectors.toSet()));
    }
}
