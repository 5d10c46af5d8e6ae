/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import io.varve.log.LedgerSpec;

/** Sees what becomes of ledgers, at the moment at which it does. */
public interface LedgerTap {
    /** An entry is in a ledger for good. */
    void stored(LedgerSpec spec, long ledgerId, long entryId, byte[] entry);

    /** A ledger is about to be deleted. */
    void deleting(long ledgerId);
}
