/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.proxy;

/** One of the two ways through a connection. */
public enum Direction {
    /** From who connected to who was connected to. */
    REQUESTS,
    /** The other way. */
    ANSWERS
}
