/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.workload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured.
 *
 * @param in what producers sent; null if there were none
 * @param out what all groups together received; null if there were none
 * @param timeline second after second
 * @param cpuSeconds that this process, the load generator with the client library, used meanwhile
 */
public record Figures(@Nullable Flow in, @Nullable Flow out, List<Second> timeline, double cpuSeconds) {
    public Figures {
        timeline = List.copyOf(timeline);
    }
}
