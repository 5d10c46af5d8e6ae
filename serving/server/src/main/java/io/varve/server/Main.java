/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.server.config.InvalidConfiguration;
import io.varve.server.node.StartRefused;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of every server role. */
@Command(
        name = "varve",
        description = "Servers of Varve, and their configuration.",
        subcommands = {
            StandaloneCommand.class,
            ZooKeeperCommand.class,
            BookieCommand.class,
            BrokerCommand.class,
            ClusterCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            ConfigCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = false)
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    /** Runs a command and ends the process: threads of ZooKeeper and bookies would keep it alive. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        // Libraries print too (ZooKeeper names each file that it purges), and the first line of stdout is ours.
        System.setOut(System.err);
        System.exit(run(arguments, writer(out), writer(System.err)));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Runs a command to its end and returns the exit code: 0 done, 1 refused or failed, 2 usage. */
    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof InvalidConfiguration) {
                        err.println("varve: " + failure.getMessage());
                        return USAGE;
                    }
                    // Others are unexpected: their name may say more than their message.
                    err.println(
                            "varve: " + (failure instanceof StartRefused ? failure.getMessage() : failure.toString()));
                    return FAILED;
                })
                .execute(arguments);
    }
}
