/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

/**
 * The end of a ledger that nobody can write any more.
 *
 * @param lastEntry id of its last entry, -1 if it is empty
 * @param bytes sum of its entries' sizes
 */
public record LedgerEnd(long lastEntry, long bytes) {}
