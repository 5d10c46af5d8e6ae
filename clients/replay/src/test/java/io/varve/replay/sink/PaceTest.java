/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Pace pace = new Pace(1_000);
    private long nowNanos = -5;

    /** Waits as it is told. */
    private void next() {
        nowNanos += pace.next(nowNanos);
    }

    @Test
    void recordsComeEvenly() {
        for (int record = 0; record < 3_000; record++) {
            next();
            assertThat(nowNanos).isEqualTo(-5 + record * MILLI);
        }
    }

    @Test
    void aShortDelayIsMadeUpFor() {
        next();
        nowNanos += 900 * MILLI;
        long afterwards = nowNanos;
        for (int record = 1; record <= 900; record++) {
            next();
        }
        assertThat(nowNanos).isEqualTo(afterwards);
        next();
        assertThat(nowNanos).isEqualTo(afterwards + MILLI);
    }

    @Test
    void aLongDelayIsNot() {
        next();
        nowNanos += TimeUnit.MINUTES.toNanos(1);
        long afterwards = nowNanos;
        for (int record = 0; record < 60_000; record++) {
            next();
            assertThat(nowNanos).isEqualTo(afterwards + record * MILLI);
        }
    }
}
