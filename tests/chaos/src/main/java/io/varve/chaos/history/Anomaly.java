/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

/**
 * Something that clients saw and that can't be.
 *
 * @param kind what
 * @param text where, with numbers
 */
public record Anomaly(Kind kind, String text) {
    /** Kinds. */
    public enum Kind {
        LOST("an acknowledged record isn't there"),
        MISPLACED("an acknowledged record is there at another offset than told"),
        DUPLICATE("an acknowledged record is there twice"),
        UNKNOWN_TWICE("a record of unknown outcome is there twice"),
        FAILED_READ("a record was read that had failed for sure"),
        PHANTOM("a record was read that nobody sent there"),
        TWO_RECORDS("one offset was told for two records"),
        BEYOND_THE_END("a reader was given a record that is beyond the end of its partition"),
        REORDERED("a record is before one that had been acknowledged, or sent by the same producer, before it"),
        GAP("a reader was not given an offset"),
        NOT_MONOTONIC("a reader was given an offset again, or an earlier one"),
        COMMIT_MOVED_BACK("the group's progress went back"),
        COMMIT_AHEAD("the group's progress is beyond what was committed"),
        COMMIT_BY_FORMER("a commit of a member was accepted after one of whom its partition had been given to since"),
        SKIPPED("the group never delivered a record"),
        UNREADABLE("a partition couldn't be read to its end"),
        DIED("a client ended by what nobody expects");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** A sentence for people. */
        public String words() {
            return words;
        }
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
