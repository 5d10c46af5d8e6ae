/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.driver;

/** What a system in memory does wrong, once. */
public enum Mishap {
    /** Nothing. */
    NONE,
    /** A record is acknowledged and gone. */
    LOSES,
    /** A record is there twice. */
    DOUBLES,
    /** A bit of a value is another one. */
    CHANGES,
    /** A bit of the time in a value is another one. */
    CHANGES_TIME,
    /** A value ends early. */
    CUTS_OFF,
    /** A record has changed places with the next. */
    REORDERS,
    /** A record that nobody sent. */
    INVENTS,
    /** Acknowledges what can't be read before its producer is closed. */
    ACKNOWLEDGES_EARLY,
    /** Acknowledges a record twice. */
    ACKNOWLEDGES_TWICE,
    /** Never acknowledges a record. */
    NEVER_ACKNOWLEDGES,
    /** Says that a record was not stored. */
    REFUSES,
    /** Throws when it is to take a record. */
    THROWS,
    /** Keeps everything, and a group misses a record. */
    GROUP_MISSES,
    /** Keeps everything, and a group gets a record twice. */
    GROUP_GETS_TWICE,
    /** Throws when a consumer polls. */
    GROUP_THROWS
}
