/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import io.varve.cli.run.OptionOrder;
import io.varve.cli.run.ServerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of all commands: only options, on which picocli acts. */
@SuppressWarnings("UnusedVariable")
@Command(
        name = "varve",
        versionProvider = Version.class,
        header = "Publishes, reads and looks after the records of a Varve cluster.",
        description = {
            "",
            "Options may stand before or after the command. stdout carries data only. 'varve demo' shows all of it on a"
                    + " cluster of its own, 'varve standalone' starts a server, 'varve zookeeper', 'bookie' and 'broker'"
                    + " one of several, 'varve cluster init' makes a cluster of them, 'varve cluster local' runs one on"
                    + " this machine, 'varve config' shows a server's configuration, and 'varve doctor' whether it could"
                    + " work here; each has a help of its own.",
            "Exit codes: 0 done, 1 refused or failed, 2 usage, 3 not complete at --timeout, 4 server not reachable,"
                    + " 5 verification failed, 130 interrupted."
        },
        footer = {
            "  varve topic create orders --partitions 4",
            "  seq 1 1000 | varve produce orders",
            "  varve consume orders --group billing --max 1000"
        })
final class VarveCommand {
    @Mixin
    private final ServerOptions server;

    @Option(
            names = {"-h", "--help"},
            order = OptionOrder.HELP,
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            order = OptionOrder.VERSION,
            versionHelp = true,
            description = "Prints the version.")
    private boolean version;

    VarveCommand(ServerOptions server) {
        this.server = server;
    }
}
