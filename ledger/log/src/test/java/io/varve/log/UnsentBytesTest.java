/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnsentBytesTest {
    private final UnsentBytes unsent = new UnsentBytes();
    private final List<Long> heard = new ArrayList<>();

    @Test
    void listenersHearOfLessAndNotOfMore() {
        unsent.addListener(() -> heard.add(unsent.bytes()));
        unsent.hold(10);
        assertThat(heard).isEmpty();
        unsent.letGo(4);
        unsent.letGo(6);
        assertThat(heard).containsExactly(6L, 0L);
    }

    @Test
    void listenerThatWasRemovedHearsNothing() {
        Runnable listener = () -> heard.add(unsent.bytes());
        unsent.addListener(listener);
        unsent.removeListener(listener);
        unsent.hold(10);
        unsent.letGo(10);
        assertThat(heard).isEmpty();
    }
}
