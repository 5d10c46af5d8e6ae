/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.doctor;

import java.util.function.Supplier;

/**
 * What became of one check.
 *
 * @param verdict the outcome
 * @param check what was looked at, one or two words
 * @param text what was found; where it is bad, what to do
 */
public record Finding(Verdict verdict, String check, String text) {
    /** The outcome of a check. */
    public enum Verdict {
        /** As it should be. */
        OK,
        /** A server would not start, or not work. */
        BAD,
        /** Not looked at, with the reason. */
        SKIPPED
    }

    /** As it should be. */
    public static Finding ok(String check, String text) {
        return new Finding(Verdict.OK, check, text);
    }

    /** A server would not start, or not work. */
    public static Finding bad(String check, String text) {
        return new Finding(Verdict.BAD, check, text);
    }

    /** Not looked at. */
    public static Finding skipped(String check, String text) {
        return new Finding(Verdict.SKIPPED, check, text);
    }

    /**
     * The finding of a check that may fail; a failure is bad, and its message the text.
     *
     * @param remedy what to do when it fails
     */
    public static Finding of(String check, String remedy, Supplier<Finding> look) {
        try {
            return look.get();
        } catch (RuntimeException e) {
            return bad(check, e.getMessage() + "; " + remedy);
        }
    }
}
