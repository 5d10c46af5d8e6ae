/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

/** What {@code --print} can show of a record. */
public enum RecordField {
    /** The topic, as it was given. */
    TOPIC,
    /** The partition. */
    PARTITION,
    /** The offset. */
    OFFSET,
    /** The producer's time. */
    TIMESTAMP,
    /** The key; nothing if there is none. */
    KEY,
    /** The value; nothing if there is none. */
    VALUE,
    /** The headers as name=value, separated by commas. */
    HEADERS
}
