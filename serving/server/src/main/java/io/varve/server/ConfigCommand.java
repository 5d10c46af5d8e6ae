/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.server.config.Configuration;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve config}: what a server would be configured with. */
@Command(
        name = "config",
        description = "Looks at the configuration.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {
    private static final String ROW = "%-36s %-28s %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "show",
            description =
                    "Prints every key with its value and where that came from; the options are those of the roles.",
            footer = {"", "Example:", "  varve config show --config varve.properties"},
            mixinStandardHelpOptions = true)
    int show(@Mixin ConfigOptions options) {
        List<Configuration.Entry> entries = options.load().entries();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(ROW, "KEY", "VALUE", "SOURCE");
        entries.forEach(entry -> out.printf(
                ROW, entry.key().name(), entry.text(), entry.source().name().toLowerCase(Locale.ROOT)));
        out.flush();
        return 0;
    }
}
