/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.cluster.ClusterNode;
import io.varve.metadata.MetadataStore;
import io.varve.protocol.error.StoreException;
import io.varve.server.node.StartRefused;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code varve cluster init}: creates a cluster, once. */
@Command(
        name = "init",
        description =
                "Creates a cluster in a ZooKeeper: its identity, and its shards. Once per cluster, before any other of"
                        + " its servers starts.",
        footer = {
            "",
            "Shards are what is spread over brokers; their number is fixed from then on. Of three copies two are on disk before "
                    + "an answer.",
            "",
            "Example:",
            "  varve cluster init --shards 64 --metadata zk://zk1:2181,zk2:2181,zk3:2181"
        },
        mixinStandardHelpOptions = true)
final class ClusterInitCommand implements Callable<Integer> {
    private static final String SCHEME = "zk://";

    @Option(
            names = "--metadata",
            paramLabel = "zk://HOST:PORT[,HOST:PORT...]",
            required = true,
            description = "ZooKeeper of the cluster.")
    private String metadata = "";

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "64",
            description = "Shards, 1 to 4096 (default: ${DEFAULT-VALUE}).")
    private int shards;

    @Option(
            names = "--copies",
            paramLabel = "1|3",
            defaultValue = "3",
            description = "Copies of each record (default: ${DEFAULT-VALUE}).")
    private int copies;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LogFiles.nowhere();
        String zooKeeper = metadata.startsWith(SCHEME) ? metadata.substring(SCHEME.length()) : metadata;
        ClusterCreation creation;
        try {
            creation = new ClusterCreation(shards, copies);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        try (MetadataStore store = connect(zooKeeper)) {
            ClusterNode made = creation.create(store, zooKeeper);
            spec.commandLine()
                    .getOut()
                    .printf("created cluster %s: %d shards, copies %d%n", made.clusterId(), shards, copies);
            return 0;
        } catch (StoreException e) {
            throw new StartRefused(String.valueOf(e.getMessage()));
        }
    }

    private MetadataStore connect(String zooKeeper) {
        try {
            return Connections.metadata(zooKeeper);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--metadata: " + e.getMessage());
        }
    }
}
