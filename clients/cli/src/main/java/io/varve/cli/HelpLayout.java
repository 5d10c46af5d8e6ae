/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import java.util.LinkedHashSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The looks that the help of all commands shares. */
final class HelpLayout {
    private static final int WIDTH = 100;

    private HelpLayout() {}

    /** Lays out the help of a command and of all below it. */
    static void apply(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.width(WIDTH)
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .synopsisHeading("%nUsage: ")
                .parameterListHeading("%nParameters:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .footerHeading("%nExample:%n");
        // A command stands there once for each of its names.
        new LinkedHashSet<>(command.getSubcommands().values()).forEach(HelpLayout::apply);
    }
}
