/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.bucket;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * S3Proxy, an S3 server over a directory, as a process of its own on the loopback. Its class path is {@code target/s3proxy} of
 * the module whose tests run. It ends with this process, however that ends.
 */
public final class S3ProxyProcess implements AutoCloseable {
    /** What the server was told. */
    public static final BucketCredentials CREDENTIALS = new BucketCredentials("varve-test", "not-a-secret");

    private static final String MAIN = "S3ProxyMain.java";
    private static final Path CLASS_PATH = Path.of("target", "s3proxy");

    private final Process process;
    private final Path buckets;
    private final int port;

    private S3ProxyProcess(Process process, Path buckets, int port) {
        this.process = process;
        this.buckets = buckets;
        this.port = port;
    }

    /** Starts a server without buckets, whose files go below a directory. */
    public static S3ProxyProcess start(Path directory) throws IOException {
        Path source = directory.resolve(MAIN);
        try (InputStream main = S3ProxyProcess.class.getResourceAsStream(MAIN)) {
            if (main == null) {
                throw new IllegalStateException(MAIN + " is not on the class path");
            }
            Files.copy(main, source);
        }
        Path buckets = Files.createDirectory(directory.resolve("buckets"));
        Path log = directory.resolve("s3proxy.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        CLASS_PATH.toAbsolutePath().resolve("*").toString(),
                        source.toString(),
                        buckets.toString(),
                        CREDENTIALS.accessKey(),
                        CREDENTIALS.secretKey())
                .redirectError(log.toFile())
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("port=")) {
                return new S3ProxyProcess(process, buckets, Integer.parseInt(line.substring(5)));
            }
        }
        throw new IOException("S3Proxy did not start: " + Files.readString(log));
    }

    /** Makes a bucket. */
    public void createBucket(String bucket) throws IOException {
        Files.createDirectory(buckets.resolve(bucket));
    }

    /** Where a bucket is. */
    public BucketLocation location(String bucket, String prefix) {
        return BucketLocation.parse("s3://" + bucket + "/" + prefix + "?endpoint=http://127.0.0.1:" + port);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
