/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.varve.log.LedgerSpec;
import io.varve.protocol.error.StoreException;
import java.util.Map;

/**
 * What stands in a ledger's own metadata, fixed at its creation: names the shard of a ledger that no shard lists, and the oldest
 * claim that may recover it. Every value is text, so that BookKeeper's tools show it.
 */
final class LedgerLabels {
    private static final String APP = "app";
    private static final String VARVE = "varve";
    private static final String EPOCH = "epoch";

    private LedgerLabels() {}

    static Map<String, byte[]> of(LedgerSpec spec) {
        return Map.of(
                APP,
                text(VARVE),
                "clusterId",
                text(spec.clusterId()),
                "shard",
                text(spec.shard()),
                "incarnation",
                text(spec.incarnation()),
                EPOCH,
                text(spec.epoch()));
    }

    /** The epoch that the ledger was created under; {@code Conflict} if it isn't one of ours. */
    static int epoch(long ledgerId, Map<String, byte[]> labels) {
        byte[] app = labels.get(APP);
        byte[] epoch = labels.get(EPOCH);
        if (app == null || epoch == null || !VARVE.equals(new String(app, UTF_8))) {
            throw new StoreException.Conflict("ledger " + ledgerId + " was not created by a shard", null);
        }
        try {
            return Integer.parseInt(new String(epoch, UTF_8));
        } catch (NumberFormatException e) {
            throw new StoreException.Damaged("ledger " + ledgerId + " has a label epoch that is no number", e);
        }
    }

    private static byte[] text(Object value) {
        return value.toString().getBytes(UTF_8);
    }
}
