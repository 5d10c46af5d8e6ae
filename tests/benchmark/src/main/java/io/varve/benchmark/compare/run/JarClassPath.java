/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

import io.varve.benchmark.compare.peer.Checkout;
import io.varve.benchmark.compare.peer.PeerClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The class path in a source checkout, from what is built and from what Maven fetches. */
public final class JarClassPath implements LoadClassPath {
    private static final Pattern OWN = Pattern.compile("(varve-bench|HdrHistogram|jackson)-.*\\.jar");

    private final Checkout checkout;

    /** @param checkout that is built */
    public JarClassPath(Checkout checkout) {
        this.checkout = checkout;
    }

    @Override
    public String of(String driver) throws IOException, InterruptedException {
        return driver.equals("pulsar")
                ? PeerClassPath.of("pulsar-client", checkout)
                        .behind(withoutClients())
                        .option()
                : checkout.benchmarkJar().toString();
    }

    /** The load generator and what it needs itself: Pulsar's client has classes of BookKeeper in it, which aren't those of ours. */
    private List<Path> withoutClients() throws IOException {
        Path target = checkout.benchmarkJar().resolveSibling("lib");
        try (Stream<Path> jars = Files.list(target)) {
            return Stream.concat(
                            Stream.of(checkout.benchmarkClasses()),
                            jars.filter(jar -> OWN.matcher(String.valueOf(jar.getFileName()))
                                            .matches())
                                    .sorted())
                    .toList();
        }
    }
}
