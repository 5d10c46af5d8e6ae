/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.cli.Printed;
import io.varve.client.admin.Segment;
import io.varve.client.admin.Segment.State;
import io.varve.client.admin.TierStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TierViewTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final TierStatus STATUS = new TierStatus(
            List.of(
                    segment(0, 10, State.TIERED, 5 << 20, Duration.ofHours(3), Optional.empty()),
                    segment(0, 11, State.SEALED, 2 << 20, Duration.ofMinutes(10), Optional.of("503 Slow Down")),
                    segment(0, 12, State.OPEN, 1 << 10, Duration.ofMinutes(1), Optional.empty()),
                    segment(1, 13, State.OPEN, 0, Duration.ofHours(5), Optional.empty())),
            4,
            6 << 20,
            List.of("file:/data/objects"),
            1,
            false);

    @Test
    void aTableCountsSegmentsByState() {
        assertThat(Printed.table(new TierView(STATUS, NOW, false))).isEqualTo("""
                        object store       file:/data/objects
                        objects            4, 6.0 MiB
                        oldest untiered    10m 0s, sealed (shard 0, ledger 11)
                        ledgers to delete  1
                        last error         503 Slow Down (shard 0, ledger 11)

                        STATE    SEGMENTS     SIZE
                        open            2  1.0 KiB
                        sealed          1  2.0 MiB
                        tiering         0      0 B
                        tiered          1  5.0 MiB
                        """);
    }

    @Test
    void aTableListsSegmentsWhenAsked() {
        assertThat(Printed.table(new TierView(STATUS, NOW, true))).endsWith("""

                        SHARD  LEDGER  STATE      SIZE     AGE  LAST ERROR
                            0      10  tiered  5.0 MiB   3h 0m  -
                            0      11  sealed  2.0 MiB  10m 0s  503 Slow Down
                            0      12  open    1.0 KiB   1m 0s  -
                            1      13  open        0 B   5h 0m  -
                        """);
    }

    @Test
    void jsonHasEverySegment() {
        assertThat(Printed.json(new TierView(STATUS, NOW, false)))
                .startsWith("{\"objectStores\":[\"file:/data/objects\"],\"objects\":4,\"objectBytes\":6291456,"
                        + "\"ledgersPendingDelete\":1,\"paused\":false,\"oldestUntieredSeconds\":600.0,\"states\":["
                        + "{\"state\":\"open\",\"segments\":2,\"bytes\":1024},"
                        + "{\"state\":\"sealed\",\"segments\":1,\"bytes\":2097152},"
                        + "{\"state\":\"tiering\",\"segments\":0,\"bytes\":0},"
                        + "{\"state\":\"tiered\",\"segments\":1,\"bytes\":5242880}],\"segments\":[")
                .contains("{\"shard\":0,\"ledgerId\":11,\"state\":\"sealed\",\"bytes\":2097152,\"firstSequence\":11,"
                        + "\"endSequence\":12,\"opened\":\"2026-01-01T11:50:00.000Z\","
                        + "\"sealed\":\"2026-01-01T12:00:00.000Z\",\"lastError\":\"503 Slow Down\"}")
                .contains("\"state\":\"open\",\"bytes\":1024,\"firstSequence\":12,\"endSequence\":null")
                .hasLineCount(1);
    }

    @Test
    void nothingAtAllIsDashesAndZeros() {
        TierStatus nothing = new TierStatus(List.of(), 0, 0, List.of(), 0, true);
        assertThat(Printed.table(new TierView(nothing, NOW, false)))
                .contains("oldest untiered    -")
                .contains("last error         -")
                .contains("paused             yes");
        assertThat(Printed.json(new TierView(nothing, NOW, false))).contains("\"oldestUntieredSeconds\":null");
    }

    private static Segment segment(
            int shard, long ledger, State state, long bytes, Duration age, Optional<String> error) {
        boolean open = state == State.OPEN;
        return new Segment(
                shard,
                ledger,
                state,
                bytes,
                ledger,
                open ? 0 : ledger + 1,
                NOW.minus(age),
                open ? Optional.empty() : Optional.of(NOW),
                error);
    }
}
