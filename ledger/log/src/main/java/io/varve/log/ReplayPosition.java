/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

/**
 * Where a replay of the shard may have to start at the earliest.
 *
 * @param sequence sequence of the BEGIN of a complete snapshot, or 0 when there was none yet
 * @param ledgerId ledger that holds it; -1 while the log is empty
 */
public record ReplayPosition(long sequence, long ledgerId) {
    /** The start of an empty log. */
    public static final ReplayPosition START = new ReplayPosition(0, -1);
}
