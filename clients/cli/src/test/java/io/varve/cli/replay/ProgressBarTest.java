/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.replay.ReplayProgress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final long MIB = 1 << 20;

    @Test
    void itGrowsFromNothingToTheEnd() {
        ProgressBar bar = new ProgressBar(1000, 0);
        assertThat(bar.line(progress(0, 0, 1000), Duration.ZERO))
                .isEqualTo("  0% [------------------------------] 0 records, 0 B/s");
        assertThat(bar.line(progress(250, 4 * MIB, 750), Duration.ofSeconds(2)))
                .isEqualTo(" 25% [#######-----------------------] 250 records, 2.0 MiB/s, 6.0s left");
        assertThat(bar.line(progress(1000, 16 * MIB, 0), Duration.ofSeconds(8)))
                .isEqualTo("100% [##############################] 1000 records, 2.0 MiB/s, 0.0s left");
    }

    @Test
    void theRateIsThatOfThisRunAndNotOfThoseBefore() {
        assertThat(new ProgressBar(100, 8 * MIB).line(progress(500, 12 * MIB, 50), Duration.ofSeconds(2)))
                .contains("500 records, 2.0 MiB/s");
    }

    @Test
    void withoutAnEndThereIsNoBar() {
        assertThat(new ProgressBar(0, 0).line(progress(500, 4 * MIB, 0), Duration.ofSeconds(2)))
                .isEqualTo("500 records, 2.0 MiB/s");
    }

    private static ReplayProgress progress(long records, long bytes, long left) {
        return new ReplayProgress(records, bytes, 0, 0, Map.of(), left, left == 0);
    }
}
