/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.cluster;

import java.util.Map;

/** Configuration under which minutes hold what takes a cluster a day: rolls, snapshots, copies to objects, deletions, repair. */
final class QuickKeys {
    /** For how long a bookie has to be away before what it held is copied: longer than most faults. */
    static final int LOST_BOOKIE_SECONDS = 12;

    static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("cluster.balance-after", "3s"),
            Map.entry("log.roll-bytes", "1MiB"),
            Map.entry("log.roll-max-bytes", "8MiB"),
            Map.entry("log.roll-min-interval", "5s"),
            Map.entry("log.roll-age", "20s"),
            Map.entry("log.roll-age-bytes", "64KiB"),
            Map.entry("log.seal-age", "40s"),
            Map.entry("log.quorum-retry", "5s"),
            Map.entry("log.owner-check", "10s"),
            Map.entry("log.owner-trust", "60s"),
            Map.entry("log.recovered-delete-delay", "75s"),
            Map.entry("shard.snapshot-bytes", "512KiB"),
            Map.entry("reads.tail-bytes", "4MiB"),
            Map.entry("reads.ledger-bytes", "4MiB"),
            Map.entry("tiering.ledger-delay", "45s"),
            Map.entry("tiering.own-object-bytes", "256KiB"),
            Map.entry("cold.cache-bytes", "16MiB"),
            Map.entry("bookie.gc-interval", "20s"),
            Map.entry("bookie.repair.lost-bookie-delay", LOST_BOOKIE_SECONDS + "s"),
            Map.entry("bookie.repair.check-interval", "2m"),
            Map.entry("bookie.repair.open-ledger-grace", "15s"));

    private QuickKeys() {}
}
