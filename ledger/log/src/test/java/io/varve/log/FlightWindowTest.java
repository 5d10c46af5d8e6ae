/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlightWindowTest {
    private final FlightWindow window = new FlightWindow(ShardLogConfig.DEFAULTS);

    @Test
    void widensWhileEntriesFillUpAndNarrowsWhenTheyStaySmall() {
        assertThat(window.size()).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            window.full();
        }
        assertThat(window.size()).isEqualTo(8);
        for (int i = 0; i < 63; i++) {
            window.sent(100);
        }
        assertThat(window.size()).isEqualTo(8);
        window.sent(100);
        assertThat(window.size()).isEqualTo(7);
        for (int i = 0; i < 10_000; i++) {
            window.sent(100);
        }
        assertThat(window.size()).isEqualTo(1);
    }

    @Test
    void oneLargeEntryKeepsItWide() {
        window.full();
        for (int i = 0; i < 1000; i++) {
            window.sent(i % 60 == 0 ? 200_000 : 100);
        }
        assertThat(window.size()).isEqualTo(2);
    }
}
