/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.system;

import io.varve.benchmark.compare.peer.Checkout;
import io.varve.benchmark.compare.peer.PeerClassPath;
import io.varve.benchmark.compare.process.ChildProcess;
import io.varve.benchmark.compare.process.Java;
import io.varve.benchmark.compare.process.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** S3Proxy over a directory, with one bucket; it takes requests of everybody, signed or not. */
final class S3Server {
    /** It doesn't look at them, but clients have to have some. */
    static final Map<String, String> CREDENTIALS =
            Map.of("VARVE_S3_ACCESS_KEY", "anybody", "VARVE_S3_SECRET_KEY", "not-a-secret");

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String HEAP = "-Xmx512m";
    private static final String BUCKET = "history";

    private final int port;

    private S3Server(int port) {
        this.port = port;
    }

    /** What a checkout that is built has of it, with its version and its JVM's options. */
    static String title(Checkout checkout) throws IOException {
        try (Stream<Path> jars = Files.list(jars(checkout))) {
            return "S3Proxy " + new PeerClassPath(jars.toList()).version("s3proxy") + " with " + HEAP;
        }
    }

    private static Path jars(Checkout checkout) {
        return checkout.benchmark().resolve("target/s3proxy");
    }

    static S3Server start(Starting starting, Checkout checkout, Path directory) throws IOException {
        Path buckets = directory.resolve("data").resolve("buckets");
        Files.createDirectories(buckets.resolve(BUCKET));
        Path portFile = directory.resolve("s3proxy.port");
        ChildProcess process = starting.process(
                "s3proxy",
                Java.command(
                        List.of(HEAP),
                        jars(checkout) + "/*",
                        checkout.benchmark()
                                .resolve("peers/s3proxy/S3ProxyMain.java")
                                .toString(),
                        List.of(buckets.toString(), portFile.toString())),
                Map.of());
        Patience.await("S3Proxy ready", PATIENCE, () -> Files.exists(portFile), process);
        return new S3Server(Integer.parseInt(Files.readString(portFile).strip()));
    }

    /** The bucket as a server's {@code objects.store}. */
    String location() {
        return "s3://" + BUCKET + "?endpoint=http://127.0.0.1:" + port;
    }

    /** The bucket as a URL. */
    String rawLocation() {
        return "http://127.0.0.1:" + port + "/" + BUCKET;
    }
}
