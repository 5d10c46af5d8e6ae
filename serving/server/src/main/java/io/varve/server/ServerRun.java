/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.protocol.error.StoreException;
import io.varve.server.config.Configuration;
import io.varve.server.node.DataDirectory;
import io.varve.server.node.Leash;
import io.varve.server.node.StartRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the start of a server to its end: lock the directory, start, say so, wait for a signal, stop. */
final class ServerRun {
    private volatile boolean isServing;

    /** Starts a role. */
    interface Role {
        /**
         * Returns when it takes requests.
         *
         * @param data its directory, locked
         */
        RunningServer start(Configuration configuration, Path data) throws IOException;
    }

    /**
     * Runs a server until the process is told to stop, and then ends the process with 0.
     *
     * @throws StartRefused when it can't start
     */
    void untilStopped(Configuration configuration, Role role, PrintWriter out) throws InterruptedException {
        long startNanos = System.nanoTime();
        Leash.holdIfAsked();
        DataDirectory data = DataDirectory.open(configuration.get(Sections.DATA).dir());
        LogFiles.in(data.path().resolve("logs"));
        Logger log = LoggerFactory.getLogger(ServerRun.class);
        configuration.warnings().forEach(log::warn);
        try {
            RunningServer server = role.start(configuration, data.path());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, data, log), "varve-stop"));
            data.publish(server.ports());
            String addresses = server.addresses().entrySet().stream()
                    .map(address -> address.getKey() + "=" + address.getValue())
                    .collect(Collectors.joining(" "));
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            out.println(String.format(Locale.ROOT, "varve ready %s in %.1f s", addresses, seconds));
            out.flush();
        } catch (IOException e) {
            log.error("server can't start", e);
            throw new StartRefused(e.getMessage() + "; more in " + data.path().resolve("logs"));
        } catch (StoreException e) {
            log.error("server can't start", e);
            throw new StartRefused(e.getMessage() + "; more in " + data.path().resolve("logs"));
        } catch (RuntimeException e) {
            log.error("server can't start", e);
            throw e;
        }
        isServing = true;
        new CountDownLatch(1).await();
    }

    private void stop(RunningServer server, DataDirectory data, Logger log) {
        try (data) {
            server.close();
        } catch (IOException e) {
            log.warn("data directory wasn't given back cleanly", e);
            return;
        }
        if (isServing) {
            // It did what the signal asked for; left alone the JVM would report the signal as a failure.
            Runtime.getRuntime().halt(0);
        }
    }
}
