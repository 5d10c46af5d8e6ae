/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MassLossTest {
    private static final List<Assignee> FIVE = List.of(
            new Assignee("a", 1),
            new Assignee("b", 2),
            new Assignee("c", 3),
            new Assignee("d", 4),
            new Assignee("e", 5));

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final MassLoss massLoss = new MassLoss(Duration.ofNanos(100), nanos::get);

    @Test
    void oneDeadBrokerIsNotAwaited() {
        assertThat(massLoss.awaited(FIVE, Set.of("a", "b", "c", "d"))).isEmpty();
        assertThat(massLoss.awaited(FIVE.subList(0, 2), Set.of("a"))).isEmpty();
    }

    @Test
    void manyAtOnceAreAwaitedForAWhile() {
        assertThat(massLoss.awaited(FIVE, Set.of("a", "b", "c"))).containsExactly("d", "e");
        nanos.addAndGet(99);
        assertThat(massLoss.awaited(FIVE, Set.of("a", "b", "c"))).containsExactly("d", "e");
        nanos.addAndGet(1);
        assertThat(massLoss.awaited(FIVE, Set.of("a", "b", "c"))).isEmpty();
    }

    @Test
    void thoseWhoComeBackEndTheWait() {
        assertThat(massLoss.awaited(FIVE, Set.of("a"))).hasSize(4);
        assertThat(massLoss.awaited(FIVE, Set.of("a", "b", "c", "d"))).isEmpty();
        nanos.addAndGet(1_000);
        assertThat(massLoss.awaited(FIVE, Set.of("a"))).hasSize(4);
    }
}
