/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.log.Quorum;
import io.varve.log.Segment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerDelaysTest {
    private static final Segment FIRST = segment(1, false);
    private static final Segment SECOND = segment(2, false);
    private static final Segment RECOVERED = segment(3, true);
    private static final Segment LAST = segment(4, false);

    private final LedgerDelays delays = new LedgerDelays(Duration.ofMillis(10), Duration.ofMillis(60));

    @Test
    void aLedgerWaitsFromWhenItIsFirstSeen() {
        assertThat(delays.over(List.of(FIRST), 1000)).isEmpty();
        assertThat(delays.over(List.of(FIRST), 1009)).isEmpty();
        assertThat(delays.over(List.of(FIRST), 1010)).containsExactly(FIRST);
    }

    @Test
    void ledgersWaitAllAtTheSameTime() {
        delays.over(List.of(FIRST, SECOND, RECOVERED, LAST), 1000);

        assertThat(delays.over(List.of(FIRST, SECOND, RECOVERED, LAST), 1010)).containsExactly(FIRST, SECOND);
        assertThat(delays.over(List.of(RECOVERED, LAST), 1060)).containsExactly(RECOVERED, LAST);
    }

    @Test
    void noneGoesBeforeAnOlderOne() {
        delays.over(List.of(RECOVERED, LAST), 1000);

        assertThat(delays.over(List.of(RECOVERED, LAST), 1059)).isEmpty();
    }

    @Test
    void aLedgerThatIsNeededAgainWaitsAnew() {
        delays.over(List.of(FIRST), 1000);
        delays.over(List.of(), 1005);

        assertThat(delays.over(List.of(FIRST), 1010)).isEmpty();
        assertThat(delays.over(List.of(FIRST), 1020)).containsExactly(FIRST);
    }

    private static Segment segment(long ledgerId, boolean recovered) {
        return new Segment(
                ledgerId, 1, ledgerId, ledgerId + 1, 0, 100, Segment.State.SEALED, 1, 2, recovered, false, Quorum.ONE);
    }
}
