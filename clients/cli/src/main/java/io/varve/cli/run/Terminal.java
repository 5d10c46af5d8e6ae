/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The streams of the process.
 *
 * @param in stdin
 * @param out stdout, for data only; unbuffered, and it throws when its reader has gone
 * @param err stderr, for notices and failures
 * @param inIsTerminal whether somebody sits at stdin, who can be asked
 * @param outIsTerminal whether somebody looks at stdout, who wants each line at once
 * @param errIsTerminal whether somebody looks at stderr, who likes to see that something goes on
 */
public record Terminal(
        InputStream in,
        OutputStream out,
        PrintStream err,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal) {

    /**
     * The streams of this process. Java 17 can't tell whether one of them is a terminal, so the launcher says it in
     * {@code -Dvarve.stdin.terminal=true}, {@code -Dvarve.stdout.terminal=true} and {@code -Dvarve.stderr.terminal=true}.
     */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("varve.stdin.terminal"),
                Boolean.getBoolean("varve.stdout.terminal"),
                Boolean.getBoolean("varve.stderr.terminal"));
    }

    /** Tells the user something that isn't data. */
    public void notice(String sentence) {
        err.println("varve: " + sentence);
        err.flush();
    }
}
