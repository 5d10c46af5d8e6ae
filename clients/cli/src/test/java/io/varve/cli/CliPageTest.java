/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.cli.run.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds docs/cli.md to what the commands say about themselves; {@code -Dvarve.rewrite-docs} brings it there. */
class CliPageTest {
    private static final Path PAGE = Path.of(System.getProperty("varve.root"), "docs", "cli.md");
    private static final String HEADING = "## Commands\n";

    @Test
    void thePageHasASectionWithTheHelpOfEveryCommand() throws IOException {
        String page = Files.readString(PAGE);
        String introduction = page.substring(0, page.indexOf(HEADING));
        StringBuilder expected = new StringBuilder(introduction).append(HEADING);
        append(expected, CommandTree.of(Terminal.ofProcess()));
        if (System.getProperty("varve.rewrite-docs") != null) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected.toString());
    }

    @Test
    void theExitCodesOfThePageAreThoseOfTheHelp() throws IOException {
        String page = Files.readString(PAGE);
        String help = Run.varve("--help").out().replaceAll("\\s+", " ");
        page.lines()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .map(line -> line.split("\\|")[1].strip())
                .forEach(code -> assertThat(help).contains(" " + code + " "));
    }

    private static void append(StringBuilder page, CommandLine command) {
        command.getSubcommands().forEach((name, sub) -> {
            if (!name.equals(sub.getCommandName())) {
                return; // an alias
            }
            if (sub.getSubcommands().isEmpty()) {
                page.append("\n### ")
                        .append(sub.getCommandSpec().qualifiedName())
                        .append("\n\n```\n")
                        .append(sub.getUsageMessage(CommandLine.Help.Ansi.OFF))
                        .append("```\n");
            }
            append(page, sub);
        });
    }
}
