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

/** {@code varve broker}: one broker of a cluster whose ZooKeeper and bookies run elsewhere. */
@Command(
        name = "broker",
        description = "Runs one broker of a cluster; its ZooKeeper and bookies run elsewhere.",
        footer = {
            "",
            "Needs cluster.zookeeper, broker.id and objects.store, of which the first and the last are the same for all brokers. "
                    + "The cluster has to be there: varve cluster init creates it. Prints one line when it takes requests, as "
                    + "standalone does.",
            "",
            "Example:",
            "  varve broker --data /var/lib/varve --set cluster.zookeeper=zk1:2181,zk2:2181 --set broker.id=broker-2 "
                    + "--set native.host=0.0.0.0 --set native.advertised-host=broker2.example.com "
                    + "--object-store s3://history"
        },
        mixinStandardHelpOptions = true)
final class BrokerCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = options.load();
        DirectMemory.require(configuration);
        new ServerRun()
                .untilStopped(
                        configuration, ClusterBroker::new, spec.commandLine().getOut());
        return 0;
    }
}
