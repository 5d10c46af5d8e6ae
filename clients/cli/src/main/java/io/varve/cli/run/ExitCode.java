/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

/** The exit codes of the command, the same for all subcommands. */
public final class ExitCode {
    /** All was done. */
    public static final int DONE = 0;
    /** Refused or failed; code and sentence are on stderr. */
    public static final int FAILED = 1;
    /** The command line can't be understood. */
    public static final int USAGE = 2;
    /** Not complete when {@code --timeout} had passed. */
    public static final int TIMEOUT = 3;
    /** No server of {@code --server} can be reached. */
    public static final int UNREACHABLE = 4;
    /** Stored data is not what its checksums say. */
    public static final int NOT_VERIFIED = 5;
    /** Ended by Ctrl-C; the JVM itself exits with this. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
