/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.history;

/** What a client was told of an operation. */
public enum Outcome {
    /** Nothing yet; at the end of a history the same as unknown. */
    PENDING,
    /** It was done. */
    OK,
    /** It wasn't done, and won't be. */
    FAILED,
    /** It may have been done, or may be done yet. */
    UNKNOWN
}
