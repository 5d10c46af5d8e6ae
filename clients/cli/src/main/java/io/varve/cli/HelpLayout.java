/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The looks that the help of all commands shares. */
final class HelpLayout {
    private static final int WIDTH = 100;

    private HelpLayout() {}

    /** Lays out the help of a command and of all below it. */
    static void apply(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        String[] example = Arrays.copyOf(usage.footer(), usage.footer().length + 1);
        // An empty last line ends the line before it.
        example[example.length - 1] = "";
        usage.width(WIDTH)
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .synopsisHeading("%nUsage: ")
                .parameterListHeading("%nParameters:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .footerHeading("%nExample:%n")
                .footer(example);
        command.getSubcommands().values().forEach(HelpLayout::apply);
    }
}
