/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.system;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How Varve's servers are set for the comparison; everything else is its default.
 *
 * @param tieringPaused whether sealed segments stay in their ledgers
 */
record VarveOptions(boolean tieringPaused) {
    /** How often bookies free the space of deleted ledgers, so that what is left on the disk shows soon. */
    static final int GC_SECONDS = 5;

    private static final int LEDGER_DELAY_SECONDS = 5;

    /** Keys of every server, with their values. */
    Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        if (tieringPaused) {
            keys.put("tiering.paused", "true");
        } else {
            keys.put("tiering.ledger-delay", LEDGER_DELAY_SECONDS + "s");
        }
        return keys;
    }

    /** A ledger whose records are in objects waits to be deleted, and then for the bookies to free its space. */
    Rest rest() {
        return tieringPaused ? Rest.NONE : Rest.always(Duration.ofSeconds(LEDGER_DELAY_SECONDS + GC_SECONDS));
    }

    /** Keys as options of the command line. */
    static List<String> arguments(Map<String, String> keys) {
        return keys.entrySet().stream()
                .flatMap(key -> List.of("--set", key.getKey() + "=" + key.getValue()).stream())
                .toList();
    }

    /** {@code , tiering paused} or nothing. */
    String titleSuffix() {
        return tieringPaused ? ", tiering paused" : "";
    }
}
