/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import java.io.IOException;
import java.io.InputStream;
import picocli.CommandLine.Option;

/** The option and the question of commands that destroy something. */
public final class Confirmation {
    private static final int LONGEST_ANSWER = 100;

    @Option(
            names = {"-y", "--yes"},
            description = "Doesn't ask. It is asked only if stdin is a terminal.")
    private boolean yes;

    /** Whether the user wants it: told so by the option, by an answer that starts with y, or by not being there to be asked. */
    public boolean of(Terminal terminal, String question) throws IOException {
        if (yes || !terminal.inIsTerminal()) {
            return true;
        }
        terminal.err().print(question + " [y/N] ");
        terminal.err().flush();
        String answer = line(terminal.in()).strip();
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST_ANSWER; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
