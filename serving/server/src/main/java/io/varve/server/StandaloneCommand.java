/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.server.config.Configuration;
import io.varve.server.node.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve standalone}: a whole cluster in one process, until it is told to stop. */
@Command(
        name = "standalone",
        description = "Runs ZooKeeper, bookies and a broker in one process, and keeps their data.",
        footer = {
            "",
            "Prints one line when it is ready: varve ready native=HOST:PORT http=HOST:PORT in N s; the addresses also stand in "
                    + "DIR/varve.ports. Logs are in DIR/logs. Ctrl-C or SIGTERM stops it; then it exits with 0.",
            "",
            "Example:",
            "  varve standalone --data /tmp/varve --bookies 3"
        },
        mixinStandardHelpOptions = true)
final class StandaloneCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private volatile boolean serving;

    @Override
    public Integer call() throws Exception {
        long startNanos = System.nanoTime();
        Configuration configuration = options.load();
        DataDirectory data = DataDirectory.open(configuration.get(Sections.DATA).dir());
        LogFiles.in(data.path().resolve("logs"));
        configuration.warnings().forEach(LoggerFactory.getLogger(StandaloneCommand.class)::warn);
        Standalone standalone = new Standalone(configuration, data.path());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(standalone, data), "varve-stop"));
        data.publish(standalone.ports());
        String addresses = standalone.addresses().entrySet().stream()
                .map(address -> address.getKey() + "=" + address.getValue())
                .collect(Collectors.joining(" "));
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, "varve ready %s in %.1f s", addresses, seconds));
        out.flush();
        serving = true;
        // Until a signal: then the hook stops everything and ends the process.
        new CountDownLatch(1).await();
        return 0;
    }

    private void stop(Standalone standalone, DataDirectory data) {
        try (data) {
            standalone.close();
        } catch (IOException e) {
            LoggerFactory.getLogger(StandaloneCommand.class).warn("data directory wasn't given back cleanly", e);
            return;
        }
        if (serving) {
            // It did what the signal asked for; left alone the JVM would report the signal as a failure.
            Runtime.getRuntime().halt(0);
        }
    }
}
