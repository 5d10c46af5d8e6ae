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

/** {@code varve zookeeper}: one ZooKeeper server of a cluster. */
@Command(
        name = "zookeeper",
        description = "Runs one ZooKeeper server of a cluster.",
        footer = {
            "",
            "One alone needs nothing; each of an ensemble needs zookeeper.servers, the same for all, and its own zookeeper.id. "
                    + "Prints one line when it listens: varve ready zookeeper=HOST:PORT in N s.",
            "",
            "Example:",
            "  varve zookeeper --data /var/lib/varve --set zookeeper.host=zk1 --set zookeeper.id=1 "
                    + "--set zookeeper.servers=zk1:2888:3888,zk2:2888:3888,zk3:2888:3888"
        },
        mixinStandardHelpOptions = true)
final class ZooKeeperCommand implements Callable<Integer> {
    @Mixin
    private RoleOptions options = new RoleOptions();

    @Option(names = "--port", paramLabel = "N", description = "Port for clients, 0 = any (zookeeper.port).")
    private @Nullable String port;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, @Nullable String> shorts = new LinkedHashMap<>();
        shorts.put("zookeeper.port", port);
        new ServerRun()
                .untilStopped(
                        options.load(shorts),
                        EnsembleServer::new,
                        spec.commandLine().getOut());
        return 0;
    }
}
