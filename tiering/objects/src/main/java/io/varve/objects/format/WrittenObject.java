/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

/**
 * An object that its writer has completed; whether it can be read back is for a verification to say.
 *
 * @param location where it and its directory are
 * @param firstSequence lowest log sequence of a batch in it
 * @param endSequence one above the highest
 * @param level 0 as tiered; each merge raises it
 * @param minAppendMs least append time of a batch in it, in ms since the epoch
 * @param maxAppendMs largest append time
 */
public record WrittenObject(
        ObjectLocation location, long firstSequence, long endSequence, int level, long minAppendMs, long maxAppendMs) {}
