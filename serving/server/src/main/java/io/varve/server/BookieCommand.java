/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve bookie}: one bookie of a cluster. */
@Command(
        name = "bookie",
        description = "Runs one bookie of a cluster.",
        footer = {
            "",
            "Needs cluster.zookeeper, the same for all servers of the cluster, and a bookie.id of its own. Prints one line when "
                    + "it takes entries: varve ready bookie=HOST:PORT in N s. It also takes part in repairing ledgers that "
                    + "lost a copy (bookie.repair.enabled).",
            "",
            "Example:",
            "  varve bookie --data /var/lib/varve --set cluster.zookeeper=zk1:2181,zk2:2181 --set bookie.id=bookie-2 "
                    + "--set bookie.host=10.0.0.12"
        },
        mixinStandardHelpOptions = true)
final class BookieCommand implements Callable<Integer> {
    @Mixin
    private RoleOptions options = new RoleOptions();

    @Option(names = "--port", paramLabel = "N", description = "Port for brokers, 0 = any (bookie.port).")
    private @Nullable String port;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, @Nullable String> shorts = new LinkedHashMap<>();
        shorts.put("bookie.port", port);
        new ServerRun()
                .untilStopped(
                        options.load(shorts),
                        BookieServer::new,
                        spec.commandLine().getOut());
        return 0;
    }
}
