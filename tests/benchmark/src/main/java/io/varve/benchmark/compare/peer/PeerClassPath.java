/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.peer;

import io.varve.benchmark.compare.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a peer needs on its class path: Maven fetches what {@code peers/NAME/pom.xml} names, once, and we keep the list.
 *
 * @param jars absolute, in the order of the class path
 */
public record PeerClassPath(List<Path> jars) {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final String LIST_CLASS_PATH =
            "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";

    public PeerClassPath {
        jars = List.copyOf(jars);
    }

    /** Finds it, or fetches it. Fails with what Maven says when something can't be had. */
    public static PeerClassPath of(String peer, Checkout checkout) throws IOException, InterruptedException {
        Path pom = checkout.benchmark().resolve("peers").resolve(peer).resolve("pom.xml");
        Path list = checkout.benchmark().resolve("target").resolve("peers").resolve(peer + ".classpath");
        PeerClassPath known = Files.exists(list) ? parse(Files.readString(list)) : new PeerClassPath(List.of());
        boolean isComplete = !known.jars.isEmpty()
                && known.jars.stream().allMatch(Files::exists)
                && Files.getLastModifiedTime(list).compareTo(Files.getLastModifiedTime(pom)) >= 0;
        return isComplete ? known : fetch(peer, checkout, pom, list);
    }

    private static PeerClassPath fetch(String peer, Checkout checkout, Path pom, Path list)
            throws IOException, InterruptedException {
        Files.createDirectories(list.getParent());
        Path log = list.resolveSibling(peer + ".log");
        Files.deleteIfExists(log);
        List<String> command = List.of(
                checkout.root().resolve("mvnw").toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "--file",
                pom.toString(),
                LIST_CLASS_PATH,
                "-DincludeScope=runtime",
                "-Dmdep.outputFile=" + list);
        try (ChildProcess maven = ChildProcess.start("maven", command, checkout.root(), Map.of(), log)) {
            if (maven.exitCode(PATIENCE) != 0) {
                throw new IOException("the class path of " + peer + " can't be had: " + maven.tail());
            }
        }
        return parse(Files.readString(list));
    }

    static PeerClassPath parse(String list) {
        return new PeerClassPath(Arrays.stream(list.strip().split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList());
    }

    /** The same with others in front. */
    public PeerClassPath behind(List<Path> first) {
        return new PeerClassPath(Stream.concat(first.stream(), jars.stream()).toList());
    }

    /** The class path as an option of Java. */
    public String option() {
        return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
    }

    /** The version of an artifact, from the name of its jar; empty when it isn't there. */
    public String version(String artifact) {
        Pattern name = Pattern.compile(Pattern.quote(artifact) + "-(\\d.*)\\.jar");
        return jars.stream()
                .map(jar -> name.matcher(String.valueOf(jar.getFileName())))
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst()
                .orElse("");
    }
}
