/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link GatewayMain} in a process of its own, so that it can die alone. */
final class GatewayProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final ProcessLines stderr;
    private final int port;

    private GatewayProcess(Process process) throws Exception {
        this.process = process;
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        CompletableFuture<String> first =
                new ProcessLines("gateway's stdout", process.getInputStream(), nowhere).next(line -> true);
        this.stderr = new ProcessLines("gateway's stderr", process.getErrorStream(), nowhere);
        try {
            port = Integer.parseInt(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new AssertionError("no gateway: " + stderr.tail(), e);
        }
    }

    /** Starts one before these brokers and waits until it listens. */
    static GatewayProcess start(String brokers) throws Exception {
        List<String> options = List.of("-ea", "-Xmx256m", "-Dlogback.configurationFile=server-logback.xml");
        return new GatewayProcess(JavaProcess.start("io.varve.integration.GatewayMain", options, List.of(brokers)));
    }

    int port() {
        return port;
    }

    /** SIGKILL. Returns when the process is gone. */
    void sigkill() throws IOException, InterruptedException {
        close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("gateway " + process.pid() + " does not end: " + stderr.tail());
        }
    }

    @Override
    public void close() {
        Process unused = process.destroyForcibly();
    }
}
