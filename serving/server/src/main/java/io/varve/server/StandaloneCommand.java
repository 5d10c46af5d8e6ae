/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.server.config.Configuration;
import java.util.concurrent.Callable;
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
            "  varve standalone --data varve-data --bookies 3"
        },
        mixinStandardHelpOptions = true)
final class StandaloneCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = options.load();
        DirectMemory.require(configuration);
        new ServerRun()
                .untilStopped(configuration, Standalone::new, spec.commandLine().getOut());
        return 0;
    }
}
