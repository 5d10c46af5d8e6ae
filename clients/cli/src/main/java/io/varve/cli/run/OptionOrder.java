/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

/** Where the options that commands share stand in a help text: after the command's own, which have no number. */
public final class OptionOrder {
    /** How long to wait. */
    public static final int TIMEOUT = 1;
    /** Whom to ask. */
    public static final int SERVER = 2;
    /** How to print. */
    public static final int OUTPUT = 3;
    /** This help. */
    public static final int HELP = 4;
    /** The version. */
    public static final int VERSION = 5;

    private OptionOrder() {}
}
