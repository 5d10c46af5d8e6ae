/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.reader;

/** What a reader does when the offset it wants is not kept: retention has removed it, or it was never there. */
public enum OutOfRange {
    /** Fails with OFFSET_OUT_OF_RANGE until it is told to seek. */
    FAIL,
    /** Goes on with the first record that is kept; what was removed is skipped without a word. */
    EARLIEST,
    /** Goes on with what is appended from then on. */
    LATEST
}
